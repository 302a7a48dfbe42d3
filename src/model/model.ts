import type { NDArray } from '../array/ndarray.js';
import type { Plan } from '../batches/plan.js';
import type { Layer } from '../layers/layer.js';
import type { Logs } from '../train/callbacks/callback.js';
import type { CompileOptions } from '../train/compile.js';
import type { EvaluateOptions } from '../train/evaluate.js';
import type { FitOptions } from '../train/fit-options.js';
import type { History } from '../train/history.js';
import type { BatchOptions } from '../train/on-batch.js';
import type { PredictOptions } from '../train/predict.js';
import type { Port } from '../train/trainable.js';
import type { TrainingState } from '../train/training-state.js';

/** What `predict` gives: one array, or as many and under the names that the model's outputs were given. */
export type Predictions = NDArray | NDArray[] | Record<string, NDArray>;

/** Layers put together, that can be trained and used. A model is a layer: call it on symbolic tensors to build on it. */
export interface Model extends Layer {
  readonly name: string;
  /** The model's inputs, once their shapes are known. */
  readonly inputs: readonly Port[];
  /** Its outputs, by whose names losses, metrics and logs go. */
  readonly outputs: readonly Port[];
  readonly layers: readonly Layer[];

  /**
   * Says what to train for, and how. Starts the optimizer anew; weights stay as they are.
   *
   * @throws UnknownNameError for a loss, metric or optimizer that is not known.
   */
  compile(options?: CompileOptions): void;
  /**
   * Trains on samples `x` with targets `y` (or on batches from a dataset or an iterable).
   *
   * @example
   * const history = await model.fit(x, y, { epochs: 10, batchSize: 32, validationSplit: 0.2 });
   */
  fit(x: unknown, y?: unknown, options?: FitOptions): Promise<History<Plan | undefined>>;
  /** Loss and metrics on data, by name. */
  evaluate(x: unknown, y?: unknown, options?: EvaluateOptions): Promise<Logs>;
  /** Outputs for each sample, in order: predictions. A model of one output gives one array; of several, a list or a record. */
  predict(x: unknown, options?: PredictOptions): Promise<NDArray>;
  predict<T extends Predictions>(x: unknown, options?: PredictOptions): Promise<T>;
  /** One update on one batch: its loss and metrics. */
  trainOnBatch(x: unknown, y: unknown, options?: BatchOptions): Promise<Logs>;
  /** Loss and metrics of one batch. */
  testOnBatch(x: unknown, y: unknown, options?: BatchOptions): Promise<Logs>;
  /** Outputs for the samples of one batch, in one run. */
  predictOnBatch(x: unknown): Promise<NDArray>;
  predictOnBatch<T extends Predictions>(x: unknown): Promise<T>;

  /** Copies of all weights, layer by layer. */
  getWeights(): NDArray[];
  /**
   * Puts numbers in the place of all weights.
   *
   * @throws ShapeError if their number or shapes are not those of `getWeights`.
   */
  setWeights(weights: readonly unknown[]): void;
  /** Where each weight stands, in the order of `getWeights`: `dense_1/kernel`. */
  readonly weightNames: readonly string[];
  /** How many numbers the weights hold. */
  countParams(): number;
  /** The layers as a table. */
  summary(): string;
  /** The structure as plain data, without weights: `modelFromConfig` builds it again. */
  toJSON(): ModelConfig;
  /** Everything that training depends on, as one value: `fit(…, { resume })` goes on from it. */
  trainingState(): TrainingState;
}

/** A model's structure as plain data. */
export interface ModelConfig {
  readonly type: 'sequential' | 'model';
  readonly name?: string;
  readonly [part: string]: unknown;
}
