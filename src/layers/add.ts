import { add as sumOf } from '../ops/index.js';
import type { LayerFactory } from './define-layer.js';
import { defineMerge, type NoOptions } from './define-merge.js';

/**
 * The sum of its inputs, element by element.
 *
 * Shapes: [batch, ...] each → [batch, ...]; axes of 1 stretch
 */
export const add: LayerFactory<NoOptions> = defineMerge({
  type: 'add',
  combine: (inputs) => inputs.reduce((sum, x) => sumOf(sum, x)),
});
