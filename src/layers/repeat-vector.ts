import { showShape } from '../array/ndarray.js';
import { ShapeError } from '../errors.js';
import { broadcastTo, expandDims } from '../ops/index.js';
import { checkCount } from './check-options.js';
import { defineLayer, type LayerFactory } from './define-layer.js';

export interface RepeatVectorOptions {
  /** How often, a positive whole number. */
  n: number;
}

/**
 * The same vector at each of n time steps.
 *
 * Shapes: [batch, features] → [batch, n, features]
 */
export const repeatVector: LayerFactory<RepeatVectorOptions> = defineLayer<RepeatVectorOptions>({
  type: 'repeatVector',
  defaults: { n: undefined },
  check: ({ n }, where) => checkCount(n, `${where}: n`),
  weights([{ shape }], _, where) {
    if (shape.length === 2) return {};
    throw new ShapeError(where, 'inputs of shape [batch, features]', showShape(shape));
  },
  call: ({ x, options: { n } }) => broadcastTo(expandDims(x, 1), [x.shape[0], n, x.shape[1]]),
  mask: 'drop',
});
