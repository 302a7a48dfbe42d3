import type { Tensor } from '../../graph/tensor.js';
import { abs, greater, where } from '../../ops/index.js';

/**
 * x where |x| > threshold, 0 elsewhere.
 *
 * @param threshold @default 0.5
 */
export function hardShrink(x: Tensor, threshold = 0.5): Tensor {
  return where(greater(abs(x), threshold), x, 0);
}
