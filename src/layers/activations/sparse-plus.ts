import type { Tensor } from '../../graph/tensor.js';
import { add, greaterEqual, lessEqual, mul, square, where } from '../../ops/index.js';

/** Softplus in pieces: 0 below -1, ¼(x + 1)², x above 1. */
export function sparsePlus(x: Tensor): Tensor {
  const between = mul(square(add(x, 1)), 0.25);
  return where(lessEqual(x, -1), 0, where(greaterEqual(x, 1), x, between));
}
