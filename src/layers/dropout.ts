import { showShape } from '../array/ndarray.js';
import { ShapeError, show, ValueError } from '../errors.js';
import { mul } from '../ops/index.js';
import { asFloat } from './as-float.js';
import { checkNumber } from './check-options.js';
import { defineLayer, type LayerFactory } from './define-layer.js';

export interface DropoutOptions {
  /** The share of inputs to drop, 0 ≤ rate < 1. */
  rate: number;
  /**
   * The mask's shape with the batch axis first; null stands for the input's own length, 1 drops along an axis together:
   * `[null, 1, null]` drops a feature at all time steps. The first must be null: every sample has its own mask.
   * @default the input's shape
   */
  noiseShape?: readonly (number | null)[];
  /** A whole number that sets this layer's masks apart from the run's seed. @default the run's seed */
  seed?: number;
}

/**
 * Drops a random part of its inputs in training, so that no unit comes to rely on any other one.
 *
 *     training   y = x · m        m = 0 with probability rate, else 1 / (1 - rate)
 *     inference  y = x
 *
 * Shapes: [batch, ...] → the same
 *
 * A sample's mask depends on the seed, the epoch, the sample and the layer, not on the batch that it is in.
 * Keras also takes a rate of 1, which leaves nothing.
 *
 * Reference: Srivastava et al. 2014, "Dropout: a simple way to prevent neural networks from overfitting".
 */
export const dropout: LayerFactory<DropoutOptions> = defineLayer<DropoutOptions>({
  type: 'dropout',
  defaults: { rate: undefined, noiseShape: undefined, seed: undefined },
  check({ rate, noiseShape, seed }, where) {
    checkNumber(rate, `${where}: rate`, { low: 0, high: 1, closed: false });
    if (seed !== undefined && !Number.isSafeInteger(seed)) {
      throw new ValueError(`${where}: seed`, 'a whole number', show(seed));
    }
    if (noiseShape === undefined) return;
    const fits =
      Array.isArray(noiseShape) &&
      noiseShape[0] === null &&
      noiseShape.every((axis: unknown) => axis === null || (Number.isInteger(axis) && (axis as number) > 0));
    if (!fits) {
      throw new ValueError(
        `${where}: noiseShape`,
        'null, for the batch axis, then null or a positive whole number for each other axis',
        show(noiseShape),
      );
    }
  },
  weights([{ shape }], { noiseShape }, where) {
    const fits =
      noiseShape === undefined ||
      (noiseShape.length === shape.length &&
        noiseShape.every((axis, i) => axis === null || axis === 1 || axis === shape[i]));
    if (fits) return {};
    const wanted = showShape(noiseShape.map(String));
    throw new ShapeError(`${where}: noiseShape`, `a shape that stretches to ${showShape(shape)}`, wanted);
  },
  call({ x, options: { rate, noiseShape, seed }, context }) {
    if (!context.training || rate === 0) return x;
    const shape = x.shape.map((dim, axis) => noiseShape?.[axis] ?? dim);
    return mul(asFloat(x), context.dropoutMask({ rate, shape, seed }));
  },
});
