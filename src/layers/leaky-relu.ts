import { leakyRelu as leakyReluOf } from './activations/leaky-relu.js';
import { asFloat } from './as-float.js';
import { checkNumber } from './check-options.js';
import { defineLayer, type LayerFactory } from './define-layer.js';

export interface LeakyReluOptions {
  /** The slope below 0, ≥ 0. @default 0.3 (the activation of this name has 0.2, as in Keras) */
  negativeSlope?: number;
}

/**
 * The rectifier with a small slope below 0.
 *
 *     y = x for x > 0, negativeSlope · x below
 *
 * Shapes: any → the same
 */
export const leakyRelu: LayerFactory<LeakyReluOptions> = defineLayer<LeakyReluOptions>({
  type: 'leakyRelu',
  defaults: { negativeSlope: 0.3 },
  check: ({ negativeSlope }, where) => checkNumber(negativeSlope, `${where}: negativeSlope`, { low: 0 }),
  call: ({ x, options }) => leakyReluOf(asFloat(x), options.negativeSlope),
});
