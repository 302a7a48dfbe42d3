import type { Tensor } from '../../graph/tensor.js';
import { add, exp, greater, mul, relu, sub, where } from '../../ops/index.js';

/**
 * The exponential linear unit: x for x > 0, α(eˣ - 1) below.
 *
 * Reference: Clevert, Unterthiner & Hochreiter 2015, arXiv 1511.07289.
 *
 * @param alpha Where it levels off below, α. @default 1
 */
export function elu(x: Tensor, alpha = 1): Tensor {
  // The exponential never sees a positive number, so it cannot overflow in the branch that is not taken.
  const below = sub(exp(where(greater(x, 0), 0, x)), 1);
  return add(relu(x), mul(below, alpha));
}
