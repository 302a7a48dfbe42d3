import type { DType, NDArray, Shape, TypedArray } from '../array/ndarray.js';

/** Samples to train on or to look at: how many, what one is made of, and a way to get rows of them. */
export interface Dataset {
  readonly samples: number;
  /** The model's inputs, in its order. */
  readonly x: readonly Part[];
  /** The targets, one for each output; none where there are no targets. */
  readonly y: readonly Part[];
  /** The weights, one for each output; none where all samples count alike. */
  readonly sampleWeight: readonly Part[];
  /**
   * Copies samples into a batch's memory, in the order of `rows`, from the start of each buffer. Numbers are converted to
   * the buffer's type.
   */
  gather(rows: Int32Array, into: BatchBuffers): void;
}

/** One array of a dataset. */
export interface Part {
  readonly name: string;
  /** Of one sample: without the batch axis. */
  readonly shape: Shape;
  readonly dtype: DType;
}

/**
 * Where a batch goes: for each part of the dataset a buffer that holds at least `rows.length` samples. A list that is left
 * out is not copied.
 */
export interface BatchBuffers {
  x?: readonly TypedArray[];
  y?: readonly TypedArray[];
  sampleWeight?: readonly TypedArray[];
}

/** A dataset whose samples are all in memory, each part one array. */
export interface ArrayDataset extends Dataset {
  readonly arrays: DataArrays;
  /** What should be said about the data before it is used: NaN or infinity, and where. Mostly empty. */
  readonly notes: readonly string[];
}

/** The arrays of a dataset, in the order of its parts. */
export interface DataArrays {
  readonly x: readonly NDArray[];
  readonly y: readonly NDArray[];
  readonly sampleWeight: readonly NDArray[];
}

/** Whether a value that a user passed as `x` brings its own targets and rows. */
export function isDataset(value: unknown): value is Dataset {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as Dataset).gather === 'function' &&
    typeof (value as Dataset).samples === 'number'
  );
}
