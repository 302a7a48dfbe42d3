import { showShape } from '../array/ndarray.js';
import { ShapeError, show, ValueError } from '../errors.js';
import { type Dim, isStatic, normalizeAxis } from '../graph/dim.js';
import { add, mul, reciprocal, reduceMean, reshape, sqrt, square, sub } from '../ops/index.js';
import { asFloat } from './as-float.js';
import { defineLayer, type LayerFactory } from './define-layer.js';
import {
  checkScaleAndCenter,
  type ScaleAndCenterOptions,
  scaleAndCenterDefaults,
  scaleAndCenterWeights,
} from './normalization-weights.js';

export interface LayerNormalizationOptions extends ScaleAndCenterOptions {
  /** The axis, or axes, over which each sample is normalized. @default -1 */
  axis?: number | readonly number[];
}

/**
 * Normalizes each sample by itself over its features.
 *
 *     y = γ (x - mean) / √(variance + ε) + β        over the axes, variance over n
 *
 * Shapes: [batch, ..., features] → the same
 * Parameters: gamma, beta of the axes' shape. The same in training and inference.
 *
 * Keras's deprecated `rms_scaling` is left out.
 *
 * Reference: Ba, Kiros & Hinton 2016, arXiv 1607.06450.
 */
export const layerNormalization: LayerFactory<LayerNormalizationOptions> =
  defineLayer<LayerNormalizationOptions>({
    type: 'layerNormalization',
    defaults: { axis: -1, ...scaleAndCenterDefaults },
    check(options, where) {
      const axes = [options.axis].flat();
      if (axes.length === 0 || !axes.every(Number.isInteger)) {
        throw new ValueError(`${where}: axis`, 'a whole number or a list of them', show(options.axis));
      }
      checkScaleAndCenter(options, where);
    },
    weights([{ shape }], options, where) {
      const lengths = axesOf(shape, options, where).map((axis) => shape[axis]);
      if (!isStatic(lengths)) {
        throw new ShapeError(where, 'axes of known length', showShape(shape), 'Leave the batch axis out.');
      }
      return scaleAndCenterWeights(lengths, options, where);
    },
    call({ x: given, weights, options }) {
      const x = asFloat(given);
      const axes = axesOf(x.shape, options, 'layerNormalization');
      const over = { axes, keepDims: true };
      const centered = sub(x, reduceMean(x, over));
      const inverse = reciprocal(sqrt(add(reduceMean(square(centered), over), options.epsilon!)));
      const alongAxes = x.shape.map((dim, axis) => (axes.includes(axis) ? dim : 1));
      const normal = mul(centered, inverse);
      const scaled = options.scale ? mul(normal, reshape(weights.gamma, alongAxes)) : normal;
      return options.center ? add(scaled, reshape(weights.beta, alongAxes)) : scaled;
    },
  });

function axesOf(shape: readonly Dim[], { axis }: LayerNormalizationOptions, where: string): number[] {
  const axes = [axis!].flat().map((each) => normalizeAxis(each, shape.length, `${where}: axis`));
  return axes.sort((a, b) => a - b);
}
