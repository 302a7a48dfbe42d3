import type { Tensor } from '../../graph/tensor.js';
import { greater, maximum, minimum, mul, neg, relu as reluOp, sub, where } from '../../ops/index.js';

/** What bends the rectifier. */
export interface ReluOptions {
  /** Where it is cut off above. @default nowhere */
  maxValue?: number;
  /** The slope below the threshold. @default 0 */
  negativeSlope?: number;
  /** Where it begins to let x through. @default 0 */
  threshold?: number;
}

/**
 * The rectifier: max(x, 0); its derivative at 0 is 0. With options:
 *
 *     maxValue                     x ≥ maxValue
 *     x                            threshold < x < maxValue
 *     negativeSlope (x - threshold)  x ≤ threshold
 */
export function relu(x: Tensor, { maxValue, negativeSlope = 0, threshold = 0 }: ReluOptions = {}): Tensor {
  const above = threshold === 0 ? reluOp(x) : where(greater(x, threshold), x, 0);
  const cut = maxValue === undefined ? above : minimum(maximum(above, 0), maxValue);
  if (negativeSlope === 0) return cut;
  const below = reluOp(threshold === 0 ? neg(x) : sub(threshold, x));
  return sub(cut, mul(below, negativeSlope));
}
