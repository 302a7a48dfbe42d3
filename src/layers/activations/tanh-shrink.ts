import type { Tensor } from '../../graph/tensor.js';
import { sub, tanh } from '../../ops/index.js';

/** x - tanh x */
export function tanhShrink(x: Tensor): Tensor {
  return sub(x, tanh(x));
}
