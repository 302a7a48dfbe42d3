import { minimum as chosen } from '../ops/index.js';
import type { LayerFactory } from './define-layer.js';
import { defineMerge, type NoOptions } from './define-merge.js';
import { extremeOf } from './extreme-of.js';

/**
 * The smallest of its inputs, element by element. A step that is masked in one input is left to the others.
 *
 * Shapes: [batch, ...] each → [batch, ...]; axes of 1 stretch
 */
export const minimum: LayerFactory<NoOptions> = defineMerge({
  type: 'minimum',
  combine: (inputs, masks) => extremeOf(inputs, masks, chosen),
});
