import { maximum as chosen } from '../ops/index.js';
import type { LayerFactory } from './define-layer.js';
import { defineMerge, type NoOptions } from './define-merge.js';
import { extremeOf } from './extreme-of.js';

/**
 * The largest of its inputs, element by element. A step that is masked in one input is left to the others.
 *
 * Shapes: [batch, ...] each → [batch, ...]; axes of 1 stretch
 */
export const maximum: LayerFactory<NoOptions> = defineMerge({
  type: 'maximum',
  combine: (inputs, masks) => extremeOf(inputs, masks, chosen),
});
