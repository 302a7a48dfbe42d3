import type { Tensor } from '../../graph/tensor.js';
import { mul, softplus, tanh } from '../../ops/index.js';

/**
 * x · tanh(softplus x)
 *
 * Reference: Misra 2019, arXiv 1908.08681.
 */
export function mish(x: Tensor): Tensor {
  return mul(x, tanh(softplus(x)));
}
