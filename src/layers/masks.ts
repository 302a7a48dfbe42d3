import type { Tensor } from '../graph/tensor.js';
import { expandDims, or } from '../ops/index.js';

/** A mask with axes of 1 at its end, so that it broadcasts along the axes that `x` has beyond it: [batch, time] → [batch, time, 1]. */
export function alignMask(mask: Tensor, x: Tensor): Tensor {
  return x.shape.slice(mask.shape.length).reduce<Tensor>((aligned) => expandDims(aligned, -1), mask);
}

/** A step counts in the result if it counts in any input; without a mask for every input all steps count. */
export function anyMask(masks: readonly (Tensor | undefined)[]): Tensor | undefined {
  return masks.reduce((all, mask) => (all === undefined || mask === undefined ? undefined : or(all, mask)));
}
