import type { Shape } from '../../array/ndarray.js';

/** Where a weight's random numbers come from: the same key gives the same numbers, whatever else is drawn. */
export interface WeightKey {
  /** The run's seed. */
  seed: number;
  /** Which weight of the model: its place in `getWeights` order. */
  stream: number;
}

/** Gives a weight its first values. `{ type, options }` is its config. */
export interface Initializer {
  readonly type: string;
  readonly options: Readonly<Record<string, unknown>>;
  /** Fills `out`, which holds the elements of `shape` in row-major order. */
  fill(out: Float32Array, shape: Shape, key: WeightKey): void;
}
