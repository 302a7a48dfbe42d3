import type { Tensor } from '../../graph/tensor.js';
import { minimum, relu } from '../../ops/index.js';

/** The rectifier, cut off at 6: min(max(x, 0), 6). */
export function relu6(x: Tensor): Tensor {
  return minimum(relu(x), 6);
}
