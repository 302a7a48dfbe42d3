import type { Tensor } from '../../graph/tensor.js';
import { mul, sigmoid } from '../../ops/index.js';

/**
 * x · sigmoid x, also known as swish.
 *
 * Reference: Ramachandran, Zoph & Le 2017, arXiv 1710.05941.
 */
export function silu(x: Tensor): Tensor {
  return mul(x, sigmoid(x));
}
