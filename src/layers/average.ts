import { add, div } from '../ops/index.js';
import type { LayerFactory } from './define-layer.js';
import { defineMerge, type NoOptions } from './define-merge.js';

/**
 * The mean of its inputs, element by element.
 *
 * Shapes: [batch, ...] each → [batch, ...]; axes of 1 stretch
 */
export const average: LayerFactory<NoOptions> = defineMerge({
  type: 'average',
  combine: (inputs) =>
    div(
      inputs.reduce((sum, x) => add(sum, x)),
      inputs.length,
    ),
});
