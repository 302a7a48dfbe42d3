import type { ReluOptions } from './activations/relu.js';
import { relu as reluOf } from './activations/relu.js';
import { asFloat } from './as-float.js';
import { checkNumber } from './check-options.js';
import { defineLayer, type LayerFactory } from './define-layer.js';

/**
 * The rectifier as a layer of its own: max(x, 0), with options a slope below, a limit above, and a threshold.
 *
 * Shapes: any → the same
 */
export const relu: LayerFactory<ReluOptions> = defineLayer<ReluOptions>({
  type: 'relu',
  defaults: { maxValue: undefined, negativeSlope: 0, threshold: 0 },
  check({ maxValue, negativeSlope, threshold }, where) {
    if (maxValue !== undefined) checkNumber(maxValue, `${where}: maxValue`, { low: 0 });
    checkNumber(negativeSlope, `${where}: negativeSlope`, { low: 0 });
    checkNumber(threshold, `${where}: threshold`, { low: 0 });
  },
  call: ({ x, options: { maxValue, negativeSlope, threshold } }) =>
    reluOf(asFloat(x), { maxValue, negativeSlope, threshold }),
});
