/**
 * One thing to train, in words that every candidate understands: each builds it with its own layers. A workload is one file in
 * workloads/; its layers need an entry in the peers only where they are of a kind that none had before.
 */
export interface Workload {
  readonly name: string;
  /** One line on what it is. */
  readonly about: string;
  /** Of one sample. */
  readonly inputShape: readonly number[];
  /** One after another; `type` and options are this package's own. */
  readonly layers: readonly LayerSpec[];
  readonly loss: 'mae' | 'mse' | 'sparseCategoricalCrossentropy';
  readonly optimizer: 'adam' | 'sgd';
  readonly batches: readonly number[];
  /**
   * The samples, the same for all candidates. Labels that can be learnt by heart end in vanishing gradients and denormals, and
   * time something else: where a model is large enough for that, use random labels and many samples.
   */
  data(): Data;
  /** What is expected of our time, for a batch size. */
  bars(batch: number): Bar[];
}

export interface LayerSpec {
  readonly type: string;
  readonly [option: string]: unknown;
}

export interface Data {
  readonly samples: number;
  /** Sample after sample. */
  readonly x: Float32Array;
  /** One number, or one label, a sample. */
  readonly y: Float32Array;
}

/** Our time is to be at most `atMost` times that of the fastest of these peers. */
export interface Bar {
  readonly peers: readonly string[];
  readonly atMost: number;
}

/** The numbers 0 to 2³² - 1 in a fixed order (mulberry32), divided into [0, 1). */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
