import { show, ValueError } from '../errors.js';

/** How many samples one update sees: a number, or all of them. */
export type BatchSize = number | 'full';

export interface PlanOptions {
  /** How many samples there are to train on. */
  samples: number;
  /** Samples of one update, from 1; more than there are means all of them. @default min(32, samples) */
  batchSize?: BatchSize;
  /** The epoch to end before. @default 1 */
  epochs?: number;
  /** The epoch to begin with. @default 0 */
  initialEpoch?: number;
  /**
   * Steps of an epoch, where that is not one pass over the data: the next epoch goes on where the last one stopped. Without
   * `batchSize`, it sets the batch to ceil(samples / stepsPerEpoch).
   * @default one pass
   */
  stepsPerEpoch?: number;
  /** Who asks, for messages. @default 'batchPlan' */
  where?: string;
}

/** Which samples make up which step, before anything runs. */
export interface Plan {
  /** Samples of one pass over the data. */
  readonly samples: number;
  /** Samples of every batch but perhaps the last of a pass. */
  readonly batchSize: number;
  /** Batches of one pass: ceil(samples / batchSize). */
  readonly batches: number;
  /** Steps, that is updates, of an epoch: `batches`, or fewer by `stepsPerEpoch`. */
  readonly steps: number;
  /** Samples of the last batch of a pass: it is kept, however small. */
  readonly lastBatch: number;
  /** Index of the first epoch. */
  readonly initialEpoch: number;
  /** Index of the epoch to end before. */
  readonly epochs: number;
  /** Updates of all epochs together. */
  readonly updates: number;
  /** Whether one batch holds all the samples. */
  readonly full: boolean;
  /** What should be said about how this came about; empty if everything is as it was asked for. */
  readonly note: string;
}

/**
 * The plan of a training run, by Keras's rules.
 *
 *     batches = ceil(samples / batchSize)        last batch = samples - (batches - 1) · batchSize
 *
 * @throws ValueError for a batch size, epochs or steps that are not whole numbers from 1 up.
 * @example batchPlan({ samples: 6, batchSize: 4, epochs: 10 }).updates // 20
 */
export function batchPlan(options: PlanOptions): Plan {
  const { samples, epochs = 1, initialEpoch = 0, stepsPerEpoch, where = 'batchPlan' } = options;
  wholeFrom(1, samples, `${where}: samples`);
  wholeFrom(1, epochs, `${where}: epochs`);
  wholeFrom(0, initialEpoch, `${where}: initialEpoch`);
  if (stepsPerEpoch !== undefined) wholeFrom(1, stepsPerEpoch, `${where}: stepsPerEpoch`);
  const { batchSize, note } = chooseBatch(options, where);
  const batches = Math.ceil(samples / batchSize);
  const steps = Math.min(stepsPerEpoch ?? batches, batches);
  const plan = {
    samples,
    batchSize,
    batches,
    steps,
    lastBatch: samples - (batches - 1) * batchSize,
    initialEpoch,
    epochs,
    full: batches === 1,
    note: [note, aboutSteps(stepsPerEpoch, batches)].filter((sentence) => sentence !== '').join(' '),
  };
  return { ...plan, updates: updatesOf(plan) };
}

function chooseBatch(options: PlanOptions, where: string): { batchSize: number; note: string } {
  const { samples, batchSize, stepsPerEpoch } = options;
  if (batchSize === 'full') return { batchSize: samples, note: '' };
  if (batchSize !== undefined) {
    checkBatchSize(batchSize, `${where}: batchSize`);
    if (batchSize <= samples) return { batchSize, note: '' };
    const note = `Batch size ${count(batchSize)} is more than there are samples: a full batch of ${count(samples)}.`;
    return { batchSize: samples, note };
  }
  if (stepsPerEpoch !== undefined) {
    const size = Math.ceil(samples / stepsPerEpoch);
    const sum = `ceil(${count(samples)} / ${count(stepsPerEpoch)}) = ${count(size)}`;
    return { batchSize: size, note: `No batch size was given: stepsPerEpoch makes it ${sum}.` };
  }
  const size = Math.min(defaultBatchSize, samples);
  const result = samples <= defaultBatchSize ? `${size} made it a full batch` : `${size} was taken`;
  return {
    batchSize: size,
    note: `No batch size was given: the default min(${defaultBatchSize}, ${count(samples)}) = ${result}.`,
  };
}

/** Keras's batch size where none is given. */
export const defaultBatchSize = 32;

/**
 * Checks a batch size that a user gave.
 * @throws ValueError unless it is a whole number from 1 up.
 */
export function checkBatchSize(batchSize: unknown, where: string): asserts batchSize is number {
  if (Number.isInteger(batchSize) && (batchSize as number) >= 1) return;
  const leaveOut = `Leave it out for the default, min(${defaultBatchSize}, samples).`;
  const isMeasured = ['auto', 'fastest', 'best'].includes(batchSize as string);
  const fix = isMeasured ? `Choosing by measurement comes in a later version. ${leaveOut}` : leaveOut;
  throw new ValueError(where, "a whole number from 1 up, or 'full'", show(batchSize), fix);
}

function wholeFrom(least: number, value: unknown, where: string): void {
  if (Number.isInteger(value) && (value as number) >= least) return;
  throw new ValueError(where, `a whole number from ${least} up`, show(value));
}

function aboutSteps(stepsPerEpoch: number | undefined, batches: number): string {
  if (stepsPerEpoch === undefined || stepsPerEpoch === batches) return '';
  if (stepsPerEpoch > batches) {
    return `The data makes ${count(batches)} batches, fewer than stepsPerEpoch ${count(stepsPerEpoch)}: an epoch ends after these.`;
  }
  return `An epoch takes ${count(stepsPerEpoch)} of the ${count(batches)} batches, and the next goes on where it stopped.`;
}

/** Which batches an epoch trains on. */
export interface EpochPart {
  /** Which pass over the data: each pass has its own shuffle. Without `stepsPerEpoch`, the number of the epoch. */
  pass: number;
  /** The first batch, counted within the pass. */
  firstBatch: number;
  /** How many batches: `plan.steps`, or what is left of the pass. */
  steps: number;
}

/**
 * The batches of an epoch. An epoch never crosses from one pass into the next: as in Keras, what is left of a pass makes a
 * shorter epoch.
 */
export function epochPart(plan: Pick<Plan, 'batches' | 'steps' | 'initialEpoch'>, epoch: number): EpochPart {
  const { batches, steps, initialEpoch } = plan;
  const epochsPerPass = Math.ceil(batches / steps);
  const done = epoch - initialEpoch;
  const firstBatch = (done % epochsPerPass) * steps;
  return {
    pass: initialEpoch + Math.floor(done / epochsPerPass),
    firstBatch,
    steps: Math.min(steps, batches - firstBatch),
  };
}

/**
 * The samples of one batch: a part of `order`, sharing its memory.
 * @param order The order of this pass: each of `plan.samples` sample numbers once.
 * @param batch Counted within the pass.
 */
export function rowsOfBatch(plan: Plan, order: Int32Array, batch: number): Int32Array {
  const start = batch * plan.batchSize;
  return order.subarray(start, Math.min(start + plan.batchSize, plan.samples));
}

function updatesOf(plan: Omit<Plan, 'updates'>): number {
  const { batches, steps, epochs, initialEpoch } = plan;
  const epochsPerPass = Math.ceil(batches / steps);
  const run = Math.max(epochs - initialEpoch, 0);
  return Math.floor(run / epochsPerPass) * batches + (run % epochsPerPass) * steps;
}

/**
 * A plan in one line.
 * @example
 * describePlan(batchPlan({ samples: 6, batchSize: 4, epochs: 10 }));
 * // '6 samples, batch 4: 2 steps per epoch, the last batch of 2; 20 updates in 10 epochs.'
 */
export function describePlan(plan: Plan): string {
  const { samples, batchSize, steps, lastBatch, updates, full, note } = plan;
  const epochs = Math.max(plan.epochs - plan.initialEpoch, 0);
  const line =
    `${counted(samples, 'sample')}, batch ${count(batchSize)}${full ? ' (full batch)' : ''}: ` +
    `${counted(steps, 'step')} per epoch, the last batch of ${count(lastBatch)}; ` +
    `${counted(updates, 'update')} in ${counted(epochs, 'epoch')}.`;
  return note === '' ? line : `${line} ${note}`;
}

/** 1797 as `1,797`, in every locale. */
function count(n: number): string {
  return String(n).replaceAll(/\B(?=(\d{3})+$)/g, ',');
}

function counted(n: number, thing: string): string {
  return `${count(n)} ${thing}${n === 1 ? '' : 's'}`;
}
