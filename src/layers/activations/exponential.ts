import type { Tensor } from '../../graph/tensor.js';
import { exp } from '../../ops/index.js';

/** eˣ */
export function exponential(x: Tensor): Tensor {
  return exp(x);
}
