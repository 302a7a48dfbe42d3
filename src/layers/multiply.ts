import type { Tensor } from '../graph/tensor.js';
import { mul, where } from '../ops/index.js';
import type { LayerFactory } from './define-layer.js';
import { defineMerge, type NoOptions } from './define-merge.js';
import { alignMask, anyMask } from './masks.js';

/**
 * The product of its inputs, element by element. A masked step of one input counts as 1; a step that is masked in all is 0.
 *
 * Shapes: [batch, ...] each → [batch, ...]; axes of 1 stretch
 */
export const multiply: LayerFactory<NoOptions> = defineMerge({
  type: 'multiply',
  combine(inputs, masks) {
    const factors = inputs.map((x, i) => keptOr(x, masks[i], 1));
    const product = factors.reduce((total, x) => mul(total, x));
    return keptOr(product, anyMask(masks), 0);
  },
});

function keptOr(x: Tensor, mask: Tensor | undefined, instead: number): Tensor {
  return mask === undefined ? x : where(alignMask(mask, x), x, instead);
}
