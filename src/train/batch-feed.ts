import { permutation } from '../array/random.js';
import { batchPlan, epochPart, type Plan, type PlanOptions, rowsOfBatch } from '../batches/plan.js';
import type { Dataset } from '../data/dataset.js';
import type { DataSpecs } from '../data/from-arrays.js';
import { type BatchSource, readBatches } from '../data/iterable.js';

/** The samples of one step. */
export interface Batch {
  readonly dataset: Dataset;
  /** Which rows of the dataset, in order. */
  readonly rows: Int32Array;
  /** What dropout knows these samples by. */
  readonly samples: Int32Array;
}

/** Where the batches of an epoch come from, one after another. */
export interface BatchFeed {
  /** Steps of an epoch and samples of a pass; null where only the data's end will tell. */
  readonly steps: number | null;
  readonly samples: number | null;
  readonly batchSize: number | null;
  readonly plan: Plan | undefined;
  /** Makes ready for an epoch, from a step on. */
  begin(epoch: number, step: number): void | Promise<void>;
  /** The pass over the data that the present epoch belongs to, counted from 0 at the start of `fit`. */
  readonly pass: number;
  /** The batch of a step; undefined where the epoch ends. */
  next(step: number): Batch | undefined | Promise<Batch | undefined>;
}

/**
 * Cuts a dataset into batches by a plan, each pass in its own order.
 *
 * @param order.seed Together with `firstPass`, fixes every order, whatever the size of the batch.
 * @param order.firstPass Number of the first pass, so that a second `fit` does not repeat the orders of the first.
 */
export function plannedFeed(
  dataset: Dataset,
  options: Omit<PlanOptions, 'samples'>,
  order: { shuffle: boolean; seed: number; firstPass: number },
): BatchFeed & { plan: Plan } {
  const plan = batchPlan({ ...options, samples: dataset.samples });
  let rows: Int32Array = Int32Array.from({ length: dataset.samples }, (_, i) => i);
  let ordered = -1;
  let part = { pass: 0, firstBatch: 0, steps: 0 };
  return {
    plan,
    steps: plan.steps,
    samples: plan.samples,
    batchSize: plan.batchSize,
    get pass() {
      return part.pass - plan.initialEpoch;
    },
    begin(epoch) {
      part = epochPart(plan, epoch);
      const pass = order.firstPass + part.pass - plan.initialEpoch;
      if (order.shuffle && pass !== ordered) {
        rows = permutation(dataset.samples, { seed: order.seed, epoch: pass });
        ordered = pass;
      }
    },
    next(step) {
      if (step >= part.steps) return undefined;
      const chosen = rowsOfBatch(plan, rows, part.firstBatch + step);
      return { dataset, rows: chosen, samples: chosen };
    },
  };
}

/** Takes batches as an iterable cuts them. An epoch ends after `stepsPerEpoch`, or with the data; then a new pass begins. */
export function iterableFeed(
  source: BatchSource,
  specs: DataSpecs,
  stepsPerEpoch: number | undefined,
): BatchFeed {
  let batches: AsyncGenerator<Dataset> | undefined;
  let seen = 0;
  let pass = -1;
  return {
    steps: stepsPerEpoch ?? null,
    samples: null,
    batchSize: null,
    plan: undefined,
    get pass() {
      return Math.max(pass, 0);
    },
    async begin(_, step) {
      if (batches === undefined || stepsPerEpoch === undefined) restart();
      for (let skipped = 0; skipped < step; skipped++) await batches!.next();
    },
    async next(step) {
      if (step === stepsPerEpoch) return undefined;
      const { value, done } = await batches!.next();
      if (done === true) {
        batches = undefined;
        return undefined;
      }
      const dataset = value as Dataset;
      const rows = Int32Array.from({ length: dataset.samples }, (_, i) => i);
      const samples = rows.map((row) => seen + row);
      seen += dataset.samples;
      return { dataset, rows, samples };
    },
  };

  function restart() {
    batches = readBatches(source, specs);
    pass++;
    seen = 0;
  }
}
