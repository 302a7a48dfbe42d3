import { sub } from '../ops/index.js';
import type { LayerFactory } from './define-layer.js';
import { defineMerge, type NoOptions } from './define-merge.js';

/**
 * The first of two inputs less the second, element by element.
 *
 * Shapes: [batch, ...] each → [batch, ...]; axes of 1 stretch
 */
export const subtract: LayerFactory<NoOptions> = defineMerge({
  type: 'subtract',
  count: 2,
  combine: ([a, b]) => sub(a, b),
});
