import type { Tensor } from '../../graph/tensor.js';
import { mul } from '../../ops/index.js';
import { hardSigmoid } from './hard-sigmoid.js';

/**
 * x · hardSigmoid x, also known as hard swish.
 *
 * Reference: Howard et al. 2019, arXiv 1905.02244.
 */
export function hardSilu(x: Tensor): Tensor {
  return mul(x, hardSigmoid(x));
}
