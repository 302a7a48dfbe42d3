/**
 * What `fit.json` and `callback-order.json` hold: whole training runs of Keras 3, written by scripts/golden/fit.py. Types and
 * options are Keras's in camelCase, as our factories take them; `name` is given only where a case needs it.
 */
export interface FitGolden {
  source: string;
  version: string;
  script: string;
  cases: FitCase[];
}

/** One run: build, set `weights`, adapt, compile, fit without shuffling (but see `orders`), then evaluate and predict. */
export interface FitCase {
  name: string;
  /** Only where Keras's backends differ: the one that was followed. */
  backend?: 'jax' | 'tensorflow';
  model: ModelSpec;
  compile: CompileSpec;
  /** Options of `fit`, without data, shuffle and verbose. Evaluate and predict use its `batchSize` too. */
  fit: FitSpec;
  /** One array, or a list in the order of the model's inputs. */
  x: ArraySpec | ArraySpec[];
  y: ArraySpec | ArraySpec[];
  sampleWeight?: ArraySpec | ArraySpec[];
  validationData?: { x: ArraySpec; y: ArraySpec; sampleWeight?: ArraySpec };
  /** The layer on which to call `adapt(x)` after the weights are set. */
  adapt?: string;
  /**
   * The order of the samples in each epoch: what `shuffle: true` with `fit.seed` must make. Without it the data was not
   * shuffled: pass `shuffle: false`.
   */
  orders?: number[][];
  /** Before training, in Keras's `getWeights` order; each name is `layer/weight`, in Keras's spelling. */
  weightNames: string[];
  weights: ArraySpec[];
  expected: {
    epoch: number[];
    /**
     * Keras 3 sorts the names of the logs, and puts the `val_` ones after the others; Keras 2 had loss, losses of the outputs,
     * metrics. A metric given by a string is named by it, one given by a spec by its type or its `name`.
     */
    history: Record<string, (number | NotFinite)[]>;
    weights: ArraySpec[];
    /** On x and y as a whole, with `sampleWeight`. */
    evaluate: Record<string, number | NotFinite>;
    /** One for each output. */
    predict: ArraySpec[];
  };
}

/** How a number that JSON cannot hold is written. */
export type NotFinite = 'nan' | 'inf' | '-inf';

/** `{ data, shape }` as `fit` takes it. Without dtype: float32. */
export interface ArraySpec {
  data: number[];
  shape: number[];
  dtype?: 'int32';
}

/** A layer, loss, metric, optimizer, schedule or regularizer: call the factory `type` with `options`. */
export interface PartSpec {
  type: string;
  options: Record<string, unknown>;
}

export type ModelSpec = SequentialSpec | FunctionalSpec;

export interface SequentialSpec {
  kind: 'sequential';
  name?: string;
  /** The first one's options hold `inputShape`. */
  layers: PartSpec[];
}

export interface FunctionalSpec {
  kind: 'functional';
  name?: string;
  inputs: { name: string; shape: number[]; dtype?: 'int32' }[];
  /** In an order in which each comes after those that it needs. */
  nodes: NodeSpec[];
  /** Names of nodes; also the names of the outputs. */
  outputs: string[];
}

/** A call of a layer: `from` names inputs or earlier nodes. The node's name is its layer's name too. */
export type NodeSpec = { name: string; from: string[] } & (
  | PartSpec
  /** A call of the layer that an earlier node made. */
  | { layer: string }
  | { type: 'model'; model: ModelSpec }
);

/** In `options`: `learningRate` may be a schedule's spec, and options that end in `Regularizer` are specs. */
export interface CompileSpec {
  optimizer: PartSpec;
  loss: PerOutput<LossSpec>;
  lossWeights?: number[] | Record<string, number>;
  metrics?: PerOutput<MetricSpec[]>;
  weightedMetrics?: PerOutput<MetricSpec[]>;
}

export type LossSpec = string | PartSpec;
export type MetricSpec = string | PartSpec;
/** For a single output (or the same for all), a list in the outputs' order, or a record by their names. */
export type PerOutput<T> = T | T[] | Record<string, T>;

export interface FitSpec {
  batchSize?: number;
  epochs: number;
  seed?: number;
  initialEpoch?: number;
  stepsPerEpoch?: number;
  validationSplit?: number;
  validationBatchSize?: number;
  validationSteps?: number;
  validationFreq?: number | number[];
  classWeight?: Record<string, number>;
}

/** `callback-order.json`: the calls that a callback gets, in order. */
export interface CallbackOrderGolden {
  source: string;
  version: string;
  script: string;
  cases: {
    samples: number;
    fit: FitSpec;
    /** The hook, the epoch or batch it is given (null where none), and the names of the logs it is given. */
    calls: [hook: string, index: number | null, logs: string[]][];
  }[];
}
