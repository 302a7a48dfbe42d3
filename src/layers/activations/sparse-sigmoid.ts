import type { Tensor } from '../../graph/tensor.js';
import { add, mul } from '../../ops/index.js';
import { hardTanh } from './hard-tanh.js';

/** The derivative of sparsePlus: 0 below -1, ½(x + 1), 1 above 1. */
export function sparseSigmoid(x: Tensor): Tensor {
  return mul(add(hardTanh(x), 1), 0.5);
}
