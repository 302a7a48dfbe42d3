import type { Callback, Json, Logs, Run, RunParams } from './callbacks/callback.js';
import { metricDirection } from './callbacks/metric-direction.js';
import { loadNumber, saveNumber } from './callbacks/saved-values.js';
import { describeHistory } from './describe-history.js';

/** Where an epoch's time went, in milliseconds. */
export interface EpochTimings {
  /** Mean time of a training step, without the very first of the `fit` if there are others. */
  msPerStep: number;
  /** All training steps together. */
  stepsMs: number;
  validationMs: number;
  /** Everything: steps, validation, callbacks, and what lay between. */
  epochMs: number;
}

/**
 * What happened in a `fit`: one entry per epoch in each of its arrays. `fit` returns it.
 *
 * `history`, `epoch` and `params` are Keras's; the rest says what the batch did. `console.log(history)` prints a short table,
 * `JSON.stringify(history)` everything.
 *
 * @example
 * const history = await model.fit(x, y, { epochs: 10 });
 * history.history.loss; // [0.9565, 0.9459, …]
 */
export class History<Plan = unknown> implements Callback {
  readonly name = 'history';
  /** Each log, by epoch: `{ loss: [0.9565, 0.9459], val_loss: […] }`. One that some epochs lack is shorter, as in Keras. */
  readonly history: Record<string, number[]> = {};
  /** Indices of the epochs. */
  readonly epoch: number[] = [];
  /** Samples of an update, by epoch; the mean where the data cuts its own batches. */
  readonly sizes: number[] = [];
  /** Updates, by epoch. */
  readonly steps: number[] = [];
  /** Samples that went into those updates, by epoch. */
  readonly samples: number[] = [];
  /** Where the time went, by epoch: `msPerStep`, `stepsMs`, `validationMs` and `epochMs`. */
  readonly timings: EpochTimings[] = [];
  #params: Readonly<RunParams> | null = null;
  #firstStepMs = 0;
  #updatesBefore = 0;
  #samplesBefore = 0;

  /** @param plan How the batches were chosen, as `fit` made it. */
  constructor(readonly plan: Plan) {
    // What `console.log` prints in Node. Not a method, whose name a declaration file could not spell.
    const value = () => this.toString();
    Object.defineProperty(this, Symbol.for('nodejs.util.inspect.custom'), { value });
  }

  /** What was fixed before the first step. */
  get params(): Readonly<RunParams> | null {
    return this.#params;
  }

  /** The first step of the `fit`, with whatever had to be made ready: `msPerStep` leaves it out. */
  get firstStepMs(): number {
    return this.#firstStepMs;
  }

  onTrainBegin(run: Run): void {
    this.#params = run.params;
  }

  onEpochBegin(_: number, run: Run): void {
    this.#updatesBefore = run.updates;
    this.#samplesBefore = run.samplesSeen;
  }

  onEpochEnd(epoch: number, logs: Logs, run: Run): void {
    const { params, timings } = run;
    const steps = run.updates - this.#updatesBefore;
    const samples = run.samplesSeen - this.#samplesBefore;
    this.epoch.push(epoch);
    for (const [name, value] of Object.entries(logs)) {
      this.history[name] ??= [];
      this.history[name].push(value);
    }
    this.sizes.push(Math.min(params.batchSize ?? samples / Math.max(1, steps), samples));
    this.steps.push(steps);
    this.samples.push(samples);
    const { msPerStep, epochStepsMs: stepsMs, validationMs, epochMs } = timings;
    this.timings.push({ msPerStep, stepsMs, validationMs, epochMs });
    this.#firstStepMs = timings.firstStepMs;
  }

  /** Knows where the present epoch began: a saved state may come from the middle of one. */
  getState(): Json {
    const { history, epoch, sizes, steps, samples, timings } = this;
    return {
      history: Object.fromEntries(
        Object.entries(history).map(([name, values]) => [name, values.map(saveNumber)]),
      ),
      epoch: [...epoch],
      sizes: [...sizes],
      steps: [...steps],
      samples: [...samples],
      timings: timings.map((timing) => ({ ...timing })),
      firstStepMs: this.#firstStepMs,
      updatesBefore: this.#updatesBefore,
      samplesBefore: this.#samplesBefore,
    };
  }

  /** Goes on after the epochs of a saved state. */
  setState(state: Json): void {
    const saved = state as unknown as SavedHistory;
    for (const name of Object.keys(this.history)) delete this.history[name];
    for (const [name, values] of Object.entries(saved.history)) this.history[name] = values.map(loadNumber);
    refill(this.epoch, saved.epoch);
    refill(this.sizes, saved.sizes);
    refill(this.steps, saved.steps);
    refill(this.samples, saved.samples);
    refill(this.timings, saved.timings);
    this.#firstStepMs = saved.firstStepMs;
    this.#updatesBefore = saved.updatesBefore;
    this.#samplesBefore = saved.samplesBefore;
  }

  /** Plain data, for `JSON.stringify`. Numbers that are not finite become `null` there. */
  toJSON(): Record<string, unknown> {
    const { history, epoch, params, plan, sizes, steps, samples, timings, firstStepMs } = this;
    return { history, epoch, params, plan, sizes, steps, samples, timings, firstStepMs };
  }

  /** A short table for people. */
  toString(): string {
    const direction = (name: string) =>
      this.#params?.directions?.[name.replace(/^val_/, '')] ?? metricDirection(name);
    return describeHistory(this, direction);
  }
}

interface SavedHistory {
  history: Record<string, Json[]>;
  epoch: number[];
  sizes: number[];
  steps: number[];
  samples: number[];
  timings: EpochTimings[];
  firstStepMs: number;
  updatesBefore: number;
  samplesBefore: number;
}

function refill<Value>(array: Value[], values: readonly Value[]): void {
  array.length = 0;
  for (const value of values) array.push(structuredClone(value));
}
