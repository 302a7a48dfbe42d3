import type { Tensor } from '../../graph/tensor.js';
import { add, div } from '../../ops/index.js';
import { relu6 } from './relu6.js';

/** The sigmoid in three straight lines: 0 below -3, x/6 + ½, 1 above 3. */
export function hardSigmoid(x: Tensor): Tensor {
  return div(relu6(add(x, 3)), 6);
}
