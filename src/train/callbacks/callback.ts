import type { NDArray } from '../../array/ndarray.js';

/** Loss and metrics by name, as running means of the epoch so far: `{ loss, accuracy, val_loss, … }`. */
export type Logs = Record<string, number>;

/** Plain data that survives `JSON.stringify` and `structuredClone`. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** What is fixed before the first step of a `fit`. Keras gives `verbose`, `epochs` and `steps`; the rest Keras hides. */
export interface RunParams {
  /** As `fit` was given it, `'auto'` being 1. */
  verbose: 0 | 1 | 2;
  /** Index of the epoch after the last one. */
  epochs: number;
  /** Index of the first epoch. */
  initialEpoch: number;
  /** Steps per epoch; null if the data does not tell before its end. */
  steps: number | null;
  /** Samples of one update; null for an iterable that cuts its own batches. */
  batchSize: number | null;
  /** Training samples; null if the data does not tell before its end. */
  samples: number | null;
  /** Log names in their order: `loss`, metrics, then the same with `val_`. */
  metrics: string[];
  /** Whether there is validation data. */
  doValidation: boolean;
  /** Steps of one validation; null or absent if the data does not tell before its end. */
  validationSteps?: number | null;
  /** Whether less or more is better, for the metrics that know (names as in `metrics`); read by `mode: 'auto'`. */
  directions?: Readonly<Record<string, 'min' | 'max'>>;
}

/** Milliseconds, of training alone: validation, callbacks and the first (warm-up) step stand apart. */
export interface Timings {
  /** The newest step. */
  stepMs: number;
  /** The first step of this `fit`, with whatever had to be made ready. */
  firstStepMs: number;
  /** Sum over this epoch's steps so far, the first step of the `fit` included. */
  epochStepsMs: number;
  /** Mean over this epoch's steps so far, without the first step of the `fit` if there are others. */
  msPerStep: number;
  /** This epoch's validation; 0 before or without it. */
  validationMs: number;
  /** This epoch's wall time so far, everything included. */
  epochMs: number;
}

/**
 * A run of `fit` as its callbacks see it. Numbers are live: read them when called.
 *
 * `evaluate` and `predict` give one too: `params.steps` and `params.samples` are then theirs, `params.epochs` is 1.
 */
export interface Run {
  /** What was fixed before the first step. */
  readonly params: Readonly<RunParams>;
  /** Index of the present epoch, from 0. */
  readonly epoch: number;
  /** Steps done in this epoch, those before a resume in its middle included. Absent: `updates` is counted instead. */
  readonly step?: number;
  /** Samples in the newest batch (the last one of an epoch may be smaller). */
  readonly size: number;
  /** Samples that went into updates since the model's first step of training, over all `fit` calls. */
  readonly samplesSeen: number;
  /** Updates (= steps) since the model was compiled: Keras's `optimizer.iterations`. */
  readonly updates: number;
  /** Learning rate of the next update. Setting it replaces the optimizer's rate, or its schedule, from there on. */
  learningRate: number;
  /** Where the time goes. */
  readonly timings: Readonly<Timings>;
  /** Ends training after this step; the epoch's validation and `onEpochEnd` still run. */
  stopTraining(reason?: string): void;
  /** Copies of the model's weights, in `getWeights` order. */
  getWeights(): NDArray[];
  /** Names of the weights in `getWeights` order, as saved files spell them. */
  readonly weightNames?: readonly string[];
  /** Puts numbers in the place of all weights. */
  setWeights(weights: readonly NDArray[]): void;
  /** Says one line to the person watching, without tearing the progress line. */
  say(line: string): void;
}

/**
 * What may listen to training. Every method is optional and may return a promise, which is awaited.
 *
 * Order, as in Keras: `onTrainBegin`, then for each epoch `onEpochBegin`, for each step `onTrainBatchBegin` and
 * `onTrainBatchEnd`, then validation (`onTestBegin`, `onTestBatchBegin`, `onTestBatchEnd`, …, `onTestEnd`) and
 * `onEpochEnd`; at last `onTrainEnd`. The user's callbacks run in the order given, then History, then progress.
 * The `logs` of `onEpochEnd` are one object for all callbacks: what an earlier one adds, the later ones and History see.
 */
export interface Callback {
  /** Names the callback in messages and in the saved training state. */
  name: string;
  onTrainBegin?(run: Run): void | Promise<void>;
  onTrainEnd?(logs: Logs, run: Run): void | Promise<void>;
  onEpochBegin?(epoch: number, run: Run): void | Promise<void>;
  onEpochEnd?(epoch: number, logs: Logs, run: Run): void | Promise<void>;
  onTrainBatchBegin?(step: number, run: Run): void | Promise<void>;
  onTrainBatchEnd?(step: number, logs: Logs, run: Run): void | Promise<void>;
  onTestBegin?(run: Run): void | Promise<void>;
  onTestBatchBegin?(step: number, run: Run): void | Promise<void>;
  onTestBatchEnd?(step: number, logs: Logs, run: Run): void | Promise<void>;
  onTestEnd?(logs: Logs, run: Run): void | Promise<void>;
  onPredictBegin?(run: Run): void | Promise<void>;
  onPredictBatchBegin?(step: number, run: Run): void | Promise<void>;
  onPredictBatchEnd?(step: number, run: Run): void | Promise<void>;
  onPredictEnd?(run: Run): void | Promise<void>;
  /** What the callback must remember for training to go on from a saved state as if it had not stopped. */
  getState?(): Json;
  /** Takes such a state, before the `onTrainBegin` of the `fit` that goes on, which then must not reset it. */
  setState?(state: Json): void;
}
