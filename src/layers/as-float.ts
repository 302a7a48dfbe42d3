import type { Tensor } from '../graph/tensor.js';
import { cast, isFloat } from '../ops/index.js';

/** The tensor in a floating type: integers and booleans become float32. */
export function asFloat(x: Tensor): Tensor {
  return isFloat(x.dtype) ? x : cast(x, 'float32');
}
