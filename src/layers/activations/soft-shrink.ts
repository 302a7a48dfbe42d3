import type { Tensor } from '../../graph/tensor.js';
import { add, greater, less, sub, where } from '../../ops/index.js';

/**
 * Moves x towards 0 by the threshold: x - t for x > t, x + t for x < -t, 0 between.
 *
 * @param threshold t. @default 0.5
 */
export function softShrink(x: Tensor, threshold = 0.5): Tensor {
  const below = where(less(x, -threshold), add(x, threshold), 0);
  return where(greater(x, threshold), sub(x, threshold), below);
}
