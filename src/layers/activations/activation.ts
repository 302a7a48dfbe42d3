import type { Tensor } from '../../graph/tensor.js';

/** A function of a layer's output, of the same shape but for glu, which halves the last axis. */
export type Activation = (x: Tensor) => Tensor;
