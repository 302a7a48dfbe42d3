import { showShape } from '../array/ndarray.js';
import { ShapeError, show, ValueError } from '../errors.js';
import { isStatic } from '../graph/dim.js';
import { mul, neg, relu, sub } from '../ops/index.js';
import { asFloat } from './as-float.js';
import { defineLayer, type LayerFactory } from './define-layer.js';
import { type InitializerLike, resolveInitializer } from './initializers/resolve-initializer.js';
import { type RegularizerLike, resolveRegularizer } from './regularizers/resolve-regularizer.js';

export interface PreluOptions {
  /** @default 'zeros' */
  alphaInitializer?: InitializerLike;
  /** A penalty on the slopes. @default none */
  alphaRegularizer?: RegularizerLike;
  /** Axes along which all places share a slope, counted from 1 (0 is the batch). @default none */
  sharedAxes?: readonly number[];
}

/**
 * The rectifier with a learnt slope below 0 for each place.
 *
 *     y = x for x > 0, α x below
 *
 * Shapes: any → the same
 * Parameters: alpha of a sample's shape, with 1 for shared axes.
 *
 * Reference: He et al. 2015, arXiv 1502.01852.
 */
export const prelu: LayerFactory<PreluOptions> = defineLayer<PreluOptions>({
  type: 'prelu',
  defaults: { alphaInitializer: 'zeros', alphaRegularizer: undefined, sharedAxes: undefined },
  check({ alphaInitializer, alphaRegularizer, sharedAxes }, where) {
    resolveInitializer(alphaInitializer!, `${where}: alphaInitializer`);
    resolveRegularizer(alphaRegularizer, `${where}: alphaRegularizer`);
    const fits =
      sharedAxes === undefined ||
      (Array.isArray(sharedAxes) &&
        sharedAxes.every((axis: unknown) => Number.isInteger(axis) && (axis as number) > 0));
    if (!fits) throw new ValueError(`${where}: sharedAxes`, 'a list of axes from 1 up', show(sharedAxes));
  },
  weights([{ shape }], { alphaInitializer, alphaRegularizer, sharedAxes = [] }, where) {
    const sample = shape.slice(1).map((dim, i) => (sharedAxes.includes(i + 1) ? 1 : dim));
    if (!isStatic(sample) || sharedAxes.some((axis) => axis >= shape.length)) {
      throw new ShapeError(where, 'known axes, and shared axes among them', showShape(shape));
    }
    return {
      alpha: {
        shape: sample,
        initializer: resolveInitializer(alphaInitializer!, `${where}: alphaInitializer`),
        regularizer: resolveRegularizer(alphaRegularizer, `${where}: alphaRegularizer`),
      },
    };
  },
  call({ x: given, weights }) {
    const x = asFloat(given);
    return sub(relu(x), mul(weights.alpha, relu(neg(x))));
  },
});
