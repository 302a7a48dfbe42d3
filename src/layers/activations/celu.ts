import type { Tensor } from '../../graph/tensor.js';
import { div, mul } from '../../ops/index.js';
import { elu } from './elu.js';

/**
 * elu with a continuous derivative: x for x > 0, α(e^(x/α) - 1) below.
 *
 * Reference: Barron 2017, arXiv 1704.07483.
 *
 * @param alpha Where it levels off below, α. @default 1
 */
export function celu(x: Tensor, alpha = 1): Tensor {
  return mul(elu(div(x, alpha)), alpha);
}
