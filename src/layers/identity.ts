import { defineLayer, type LayerFactory } from './define-layer.js';
import type { NoOptions } from './define-merge.js';

/**
 * Its input, unchanged.
 *
 * Shapes: any → the same
 */
export const identity: LayerFactory<NoOptions> = defineLayer<NoOptions>({
  type: 'identity',
  defaults: {},
  call: ({ x }) => x,
});
