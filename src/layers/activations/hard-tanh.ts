import type { Tensor } from '../../graph/tensor.js';
import { maximum, minimum } from '../../ops/index.js';

/** x, cut off at -1 and 1. */
export function hardTanh(x: Tensor): Tensor {
  return minimum(maximum(x, -1), 1);
}
