import { permutation } from '../array/random.js';
import { batchPlan, epochPart, type Plan, type PlanOptions, rowsOfBatch } from '../batches/plan.js';
import type { ArrayDataset, Dataset } from '../data/dataset.js';
import { readBatches } from '../data/iterable.js';
import type { Batches } from './data-source.js';

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
  /** What a batch is made of: a dataset with its parts, as soon as there is one. */
  readonly example: Dataset | undefined;
  /** After `begin`: whether there is no batch for this epoch. */
  readonly isOver: boolean;
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
    example: dataset,
    isOver: false,
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

/** What helps where batches have run out. */
export const newIterator =
  'Pass a function that makes the batches: it is called for each pass over the data.';

export interface IterableFeedOptions {
  /** Steps of an epoch. @default as many as the data has batches */
  steps?: number;
  /** @default 0 */
  initialEpoch?: number;
  /** Told of odd data, once: the first batch that holds NaN or infinity. */
  note?: (line: string) => void;
}

interface Taken {
  readonly dataset: ArrayDataset;
  /** The number of its first sample, counted within the pass. */
  readonly firstSample: number;
}

/** Takes batches as an iterable cuts them. An epoch ends after `steps`, or with the data; then a new pass begins. */
export function iterableFeed(
  { source, specs, check }: Batches,
  { steps, initialEpoch = 0, note }: IterableFeedOptions,
): BatchFeed {
  let batches: AsyncGenerator<ArrayDataset> | undefined;
  let seen = 0;
  let taken = 0;
  let pass = -1;
  let noted = note === undefined;
  let first: Taken | undefined;
  let example: Dataset | undefined;
  let isOver = false;
  const restart = () => {
    batches = readBatches(source, specs);
    pass++;
    seen = 0;
    taken = 0;
  };
  /** The next batch of this pass, and the number of the first of its samples. */
  const take = async (): Promise<Taken | undefined> => {
    if (batches === undefined) return undefined;
    const { value, done } = await batches.next();
    if (done === true) {
      batches = undefined;
      return undefined;
    }
    const dataset = value as ArrayDataset;
    check(dataset, `${specs.where}: batch ${taken++}`);
    seen += dataset.samples;
    example = dataset;
    return { dataset, firstSample: seen - dataset.samples };
  };
  /** The first batch of an epoch: where a pass is at its very end, that of the next one. */
  const takeFirst = async () => {
    if (batches === undefined) restart();
    const found = await take();
    if (found !== undefined || seen === 0) return found;
    restart();
    return take();
  };
  return {
    steps: steps ?? null,
    samples: null,
    batchSize: null,
    plan: undefined,
    get pass() {
      return Math.max(pass, 0);
    },
    get example() {
      return example;
    },
    get isOver() {
      return isOver;
    },
    async begin(epoch, step) {
      if (steps === undefined) {
        restart();
        pass = epoch - initialEpoch;
      } else if (pass < 0) {
        // A run that goes on after a stop reads again what it had read: an epoch begins where the one before ended.
        for (let past = initialEpoch; past < epoch; past++) {
          let found = await takeFirst();
          for (let done = 1; done < steps && found !== undefined; done++) found = await take();
        }
      }
      // Taken now, because only then is it known which pass this epoch belongs to.
      first = await takeFirst();
      isOver = first === undefined;
      for (let done = 1; done <= step; done++) first = done === steps ? undefined : await take();
    },
    async next(step) {
      if (step === steps) return undefined;
      const found = first ?? (await take());
      first = undefined;
      if (found === undefined) return undefined;
      const { dataset, firstSample } = found;
      if (!noted && dataset.notes.length > 0) {
        noted = true;
        note!(dataset.notes[0]);
      }
      const rows = Int32Array.from({ length: dataset.samples }, (_, i) => i);
      return { dataset, rows, samples: rows.map((row) => firstSample + row) };
    },
  };
}
