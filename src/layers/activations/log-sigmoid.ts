import type { Tensor } from '../../graph/tensor.js';
import { neg, softplus } from '../../ops/index.js';

/** log sigmoid x = -softplus(-x) */
export function logSigmoid(x: Tensor): Tensor {
  return neg(softplus(neg(x)));
}
