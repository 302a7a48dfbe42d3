import type { Tensor } from '../../graph/tensor.js';
import { mul } from '../../ops/index.js';
import { elu } from './elu.js';

const alpha = 1.6732632423543772;
const scale = 1.0507009873554805;

/**
 * elu, scaled so that signals of mean 0 and deviation 1 keep both through the layers: λ elu(x, α). Use it with `lecunNormal`.
 *
 *     α = 1.67326…        λ = 1.05070…
 *
 * Reference: Klambauer et al. 2017, arXiv 1706.02515.
 */
export function selu(x: Tensor): Tensor {
  return mul(elu(x, alpha), scale);
}
