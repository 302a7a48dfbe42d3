import type { Tensor } from '../../graph/tensor.js';
import { add, mul, sqrt, square } from '../../ops/index.js';

/**
 * Softplus without exponentials: ½(x + √(x² + b)).
 *
 * Reference: Barron 2021, arXiv 2112.11687.
 *
 * @param b How round the bend is. @default 4
 */
export function squareplus(x: Tensor, b = 4): Tensor {
  return mul(add(x, sqrt(add(square(x), b))), 0.5);
}
