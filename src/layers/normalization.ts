import { type NDArray, showShape, sizeOf } from '../array/ndarray.js';
import { type ArrayInput, type Nested, toNDArray } from '../array/nested.js';
import { ShapeError, show, ValueError } from '../errors.js';
import { type Dim, isStatic, normalizeAxis } from '../graph/dim.js';
import { constant } from '../graph/leaf.js';
import type { Tensor } from '../graph/tensor.js';
import { add, broadcastTo, div, maximum, mul, reshape, sqrt, sub } from '../ops/index.js';
import { asFloat } from './as-float.js';
import { checkFlag } from './check-options.js';
import { defineLayer, type LayerOptions } from './define-layer.js';
import { ones } from './initializers/ones.js';
import { zeros } from './initializers/zeros.js';
import type { Layer } from './layer.js';
import { meanAndVariance } from './mean-and-variance.js';
import type { WeightSpec } from './weight.js';

export interface NormalizationOptions {
  /** The axis, or axes, that have a mean and variance for each place; null for one mean and variance in all. @default -1 */
  axis?: number | readonly number[] | null;
  /** The mean, where it is known: a number, or an array of the axes' shape. Without it, call `adapt`. */
  mean?: Nested;
  /** The variance, given if and only if the mean is. */
  variance?: Nested;
  /** Whether to undo a normalization instead. @default false */
  invert?: boolean;
}

/** A layer that learns its mean and variance from data before training. */
export interface NormalizationLayer extends Layer {
  /**
   * Takes the mean and variance of `data`, which has the batch axis first: of the training data, once, before `fit`.
   *
   * @throws ShapeError if the data do not have the shape that the layer was built for.
   */
  adapt(data: ArrayInput): void;
}

const define = defineLayer<NormalizationOptions>({
  type: 'normalization',
  defaults: { axis: -1, mean: undefined, variance: undefined, invert: false },
  check({ axis, mean, variance, invert }, where) {
    if (axis !== null && ![axis].flat().every(Number.isInteger)) {
      throw new ValueError(`${where}: axis`, 'a whole number, a list of them, or null', show(axis));
    }
    checkFlag(invert, `${where}: invert`);
    if ((mean === undefined) !== (variance === undefined)) {
      throw new ValueError(where, 'mean and variance, or neither', mean === undefined ? 'variance' : 'mean');
    }
    if (mean === undefined) return;
    const [one, other] = given({ mean, variance }, where);
    if (one.shape.join() !== other.shape.join()) {
      const got = `${showShape(one.shape)} and ${showShape(other.shape)}`;
      throw new ShapeError(where, 'mean and variance of one shape', got);
    }
  },
  weights([{ shape }], options, where): Record<string, WeightSpec> {
    const axes = keptAxes(shape, options, where);
    const lengths = axes.map((axis) => shape[axis]);
    if (!isStatic(lengths)) {
      throw new ShapeError(
        `${where}: axis`,
        'axes of known length',
        showShape(shape),
        'Leave the batch axis out.',
      );
    }
    if (options.mean !== undefined) {
      broadcastTo(constant(given(options, where)[0]), lengths);
      return {};
    }
    return {
      mean: { shape: lengths, initializer: zeros(), trainable: false },
      variance: { shape: lengths, initializer: ones(), trainable: false },
      // Keras keeps a count that it has no use for; with it, weights go from one to the other in order.
      count: { shape: [], initializer: zeros(), trainable: false },
    };
  },
  call({ x: raw, weights, options }) {
    const x = asFloat(raw);
    const axes = keptAxes(x.shape, options, 'normalization');
    const lengths = axes.map((axis) => x.shape[axis]);
    const [mean, variance] =
      options.mean === undefined
        ? [weights.mean, weights.variance]
        : given(options, 'normalization').map((value) => constant(value));
    const alongAxes = (value: Tensor) =>
      reshape(
        broadcastTo(value, lengths),
        x.shape.map((dim, axis) => (axes.includes(axis) ? dim : 1)),
      );
    const deviation = maximum(sqrt(alongAxes(variance)), 1e-7);
    if (options.invert) return add(mul(x, deviation), alongAxes(mean));
    return div(sub(x, alongAxes(mean)), deviation);
  },
});

/**
 * Moves and scales each feature to mean 0 and variance 1, by the mean and variance of data that it has been shown, or that
 * are given.
 *
 *     y = (x - mean) / max(√variance, 1e-7)
 *
 * Shapes: any → the same, as float32
 * State: mean, variance of the axes' shape, and Keras's count, unless they are given.
 *
 * @example
 * const scaler = layers.normalization();
 * scaler.adapt(xTrain);
 * const model = sequential([scaler, layers.dense({ units: 1 })]);
 */
export const normalization: {
  (options?: NormalizationOptions & LayerOptions): NormalizationLayer;
  readonly type: string;
} = Object.assign(
  (options?: NormalizationOptions & LayerOptions): NormalizationLayer => {
    const layer = define(options);
    return Object.assign(layer, { adapt: (data: ArrayInput) => adapt(layer, data) });
  },
  { type: define.type },
);

function adapt(layer: Layer, data: ArrayInput): void {
  const where = `${layer.givenName ?? layer.type}: adapt`;
  const options = layer.options as NormalizationOptions;
  if (options.mean !== undefined) {
    throw new ValueError(
      where,
      'a layer without a given mean',
      'one with it',
      'Leave mean and variance out.',
    );
  }
  const array = toNDArray(data, where);
  // A list of numbers is a feature of one number a sample, as in fit.
  const shape = array.shape.length === 1 ? [array.shape[0], 1] : array.shape;
  if (sizeOf(shape) === 0) throw new ShapeError(where, 'some samples', showShape(shape));
  layer.build([{ dtype: 'float32', shape: ['batch', ...shape.slice(1)] }]);
  const { mean, variance } = meanAndVariance(array.data, shape, keptAxes(shape, options, where));
  for (const [k, values] of [mean, variance, [0]].entries()) {
    const weight = layer.weights[k];
    // In place where there are values already: a model may hold the weight in its arena.
    if (weight.data === undefined) weight.data = Float32Array.from(values);
    else weight.data.set(values);
  }
}

function keptAxes(shape: readonly Dim[], { axis }: NormalizationOptions, where: string): number[] {
  const list = axis === null || axis === undefined ? [] : [axis].flat();
  return list.map((each) => normalizeAxis(each, shape.length, `${where}: axis`)).sort((a, b) => a - b);
}

function given({ mean, variance }: NormalizationOptions, where: string): NDArray[] {
  return [toNDArray(mean, `${where}: mean`, 'float32'), toNDArray(variance, `${where}: variance`, 'float32')];
}
