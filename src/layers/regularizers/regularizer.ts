import type { Tensor } from '../../graph/tensor.js';

/** A penalty on a weight. `{ type, options }` is its config. */
export interface Regularizer {
  readonly type: string;
  readonly options: Readonly<Record<string, unknown>>;
  /** The penalty as a scalar. */
  penalty(weight: Tensor): Tensor;
}
