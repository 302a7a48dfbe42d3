import type { Tensor } from '../../graph/tensor.js';
import { abs, add, div } from '../../ops/index.js';

/** x / (1 + |x|) */
export function softsign(x: Tensor): Tensor {
  return div(x, add(abs(x), 1));
}
