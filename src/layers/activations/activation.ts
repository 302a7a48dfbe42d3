import type { Tensor } from '../../graph/tensor.js';

/** A function of a layer's output, of the same shape. */
export type Activation = (x: Tensor) => Tensor;
