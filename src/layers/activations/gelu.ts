import type { Tensor } from '../../graph/tensor.js';
import { add, div, erf, mul, tanh } from '../../ops/index.js';

/**
 * The Gaussian error linear unit: x times the share of a standard normal distribution that lies below x.
 *
 *     exact        ½x (1 + erf(x/√2))
 *     approximate  ½x (1 + tanh(√(2/π) (x + 0.044715 x³)))
 *
 * Reference: Hendrycks & Gimpel 2016, arXiv 1606.08415.
 *
 * @param approximate Whether to use tanh. @default false
 */
export function gelu(x: Tensor, approximate = false): Tensor {
  if (!approximate) return mul(mul(x, add(erf(div(x, Math.SQRT2)), 1)), 0.5);
  const cube = mul(mul(x, x), x);
  const inner = mul(add(x, mul(cube, 0.044715)), Math.sqrt(2 / Math.PI));
  return mul(mul(x, add(tanh(inner), 1)), 0.5);
}
