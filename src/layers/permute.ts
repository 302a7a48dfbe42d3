import { showShape } from '../array/ndarray.js';
import { ShapeError, show, ValueError } from '../errors.js';
import { transpose } from '../ops/index.js';
import { defineLayer, type LayerFactory } from './define-layer.js';

export interface PermuteOptions {
  /** The axes in their new order, counted from 1; the batch axis stays: `[2, 1]` swaps the two axes of a sample. */
  dims: readonly number[];
}

/**
 * A sample's axes in another order.
 *
 * Shapes: [batch, a, b] → [batch, b, a] with dims [2, 1]
 */
export const permute: LayerFactory<PermuteOptions> = defineLayer<PermuteOptions>({
  type: 'permute',
  defaults: { dims: undefined },
  check({ dims }, where) {
    const fits = Array.isArray(dims) && dims.toSorted((a, b) => a - b).every((axis, i) => axis === i + 1);
    if (!fits) throw new ValueError(`${where}: dims`, 'the numbers from 1 up in some order', show(dims));
  },
  weights([{ shape }], { dims }, where) {
    if (shape.length === dims.length + 1) return {};
    throw new ShapeError(where, `inputs of ${dims.length + 1} axes with the batch`, showShape(shape));
  },
  call: ({ x, options: { dims } }) => transpose(x, [0, ...dims]),
  mask: 'drop',
});
