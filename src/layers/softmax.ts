import { show, ValueError } from '../errors.js';
import { softmax as softmaxOf } from '../ops/index.js';
import { asFloat } from './as-float.js';
import { defineLayer, type LayerFactory } from './define-layer.js';

export interface SoftmaxOptions {
  /** The axis whose entries come to sum up to 1. @default -1 */
  axis?: number;
}

/**
 * eˣ / Σ eˣ along an axis: numbers from 0 to 1 that sum up to 1.
 *
 * Shapes: any → the same
 */
export const softmax: LayerFactory<SoftmaxOptions> = defineLayer<SoftmaxOptions>({
  type: 'softmax',
  defaults: { axis: -1 },
  check({ axis }, where) {
    if (!Number.isInteger(axis)) throw new ValueError(`${where}: axis`, 'a whole number', show(axis));
  },
  call: ({ x, options }) => softmaxOf(asFloat(x), options.axis),
});
