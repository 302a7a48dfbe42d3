import { elu as eluOf } from './activations/elu.js';
import { asFloat } from './as-float.js';
import { checkNumber } from './check-options.js';
import { defineLayer, type LayerFactory } from './define-layer.js';

export interface EluOptions {
  /** Where it levels off below, α. @default 1 */
  alpha?: number;
}

/**
 * The exponential linear unit: x for x > 0, α(eˣ - 1) below.
 *
 * Shapes: any → the same
 */
export const elu: LayerFactory<EluOptions> = defineLayer<EluOptions>({
  type: 'elu',
  defaults: { alpha: 1 },
  check: ({ alpha }, where) => checkNumber(alpha, `${where}: alpha`),
  call: ({ x, options }) => eluOf(asFloat(x), options.alpha),
});
