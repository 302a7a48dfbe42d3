import { showShape } from '../array/ndarray.js';
import { ShapeError, show, ValueError } from '../errors.js';
import { normalizeAxis } from '../graph/dim.js';
import type { Tensor } from '../graph/tensor.js';
import {
  add,
  broadcastTo,
  cast,
  div,
  mul,
  reciprocal,
  reduceMean,
  reduceSum,
  reshape,
  where as select,
  sqrt,
  square,
  sub,
} from '../ops/index.js';
import { asFloat } from './as-float.js';
import { checkNumber } from './check-options.js';
import { defineLayer, type LayerFactory } from './define-layer.js';
import { type InitializerLike, resolveInitializer } from './initializers/resolve-initializer.js';
import { alignMask } from './masks.js';
import {
  checkScaleAndCenter,
  type ScaleAndCenterOptions,
  scaleAndCenterDefaults,
  scaleAndCenterWeights,
} from './normalization-weights.js';

export interface BatchNormalizationOptions extends ScaleAndCenterOptions {
  /** The axis of the features, each of which is normalized by itself. @default -1 */
  axis?: number;
  /** Weight of the past in the moving statistics, 0 to 1. @default 0.99 */
  momentum?: number;
  /** @default 'zeros' */
  movingMeanInitializer?: InitializerLike;
  /** @default 'ones' */
  movingVarianceInitializer?: InitializerLike;
}

/**
 * Normalizes each feature over the batch (and over time, height and width, where there are some).
 *
 *     training   y = γ (x - mean) / √(variance + ε) + β        of this batch, variance over n
 *                moving ← momentum · moving + (1 - momentum) · this batch's, for mean and variance
 *     inference  y = γ (x - movingMean) / √(movingVariance + ε) + β
 *
 * Shapes: [batch, ..., features] → the same
 * Parameters: gamma, beta [features]. State: movingMean, movingVariance [features].
 *
 * With `trainable: false` it does in training what it does in inference, and the moving statistics stay, as in Keras. Masked
 * steps do not count in the statistics. PyTorch keeps a variance over n - 1 and calls 1 - momentum its momentum.
 *
 * Reference: Ioffe & Szegedy 2015, arXiv 1502.03167.
 */
export const batchNormalization: LayerFactory<BatchNormalizationOptions> =
  defineLayer<BatchNormalizationOptions>({
    type: 'batchNormalization',
    defaults: {
      axis: -1,
      momentum: 0.99,
      ...scaleAndCenterDefaults,
      movingMeanInitializer: 'zeros',
      movingVarianceInitializer: 'ones',
    },
    check(options, where) {
      if (!Number.isInteger(options.axis)) {
        throw new ValueError(`${where}: axis`, 'a whole number', show(options.axis));
      }
      checkNumber(options.momentum, `${where}: momentum`, { low: 0, high: 1 });
      checkScaleAndCenter(options, where);
      movingInitializers(options, where);
    },
    weights([{ shape }], options, where) {
      const axis = normalizeAxis(options.axis!, shape.length, `${where}: axis`);
      const features = shape[axis];
      if (typeof features !== 'number') {
        throw new ShapeError(where, `a known length of axis ${axis}`, showShape(shape));
      }
      const [movingMean, movingVariance] = movingInitializers(options, where).map((initializer) => ({
        shape: [features],
        initializer,
        trainable: false,
      }));
      return { ...scaleAndCenterWeights([features], options, where), movingMean, movingVariance };
    },
    call({ x: given, masks: [mask], weights, options, context, trainable, update }) {
      const x = asFloat(given);
      const axis = normalizeAxis(options.axis!, x.shape.length, 'batchNormalization: axis');
      const alongAxis = (feature: Tensor) =>
        reshape(
          feature,
          x.shape.map((_, i) => (i === axis ? feature.shape[0] : 1)),
        );
      const scaleFor = (variance: Tensor) => {
        const inverse = reciprocal(sqrt(add(variance, options.epsilon!)));
        return options.scale ? mul(inverse, weights.gamma) : inverse;
      };
      if (context.training && trainable) {
        const { mean, variance, centered } = moments(x, axis, alongAxis, mask);
        const momentum = options.momentum!;
        const moved = (name: string, now: Tensor) =>
          update(name, add(mul(weights[name], momentum), mul(now, 1 - momentum)));
        moved('movingMean', mean);
        moved('movingVariance', variance);
        const scaled = mul(centered, alongAxis(scaleFor(variance)));
        return options.center ? add(scaled, alongAxis(weights.beta)) : scaled;
      }
      const scale = scaleFor(weights.movingVariance);
      const offset = mul(weights.movingMean, scale);
      const shift = options.center ? sub(weights.beta, offset) : mul(offset, -1);
      return add(mul(x, alongAxis(scale)), alongAxis(shift));
    },
  });

/** The mean and variance of each feature, and x less its mean. */
function moments(
  x: Tensor,
  axis: number,
  alongAxis: (feature: Tensor) => Tensor,
  mask: Tensor | undefined,
): { mean: Tensor; variance: Tensor; centered: Tensor } {
  const axes = x.shape.map((_, i) => i).filter((i) => i !== axis);
  if (mask === undefined) {
    const mean = reduceMean(x, { axes });
    const centered = sub(x, alongAxis(mean));
    return { mean, variance: reduceMean(square(centered), { axes }), centered };
  }
  const counts = broadcastTo(alignMask(mask, x), x.shape);
  // Keras's small number, for a batch of nothing but padding.
  const count = add(reduceSum(cast(counts, x.dtype), { axes }), 1e-7);
  const meanOf = (values: Tensor) => div(reduceSum(select(counts, values, 0), { axes }), count);
  const mean = meanOf(x);
  const centered = sub(x, alongAxis(mean));
  return { mean, variance: meanOf(square(centered)), centered };
}

function movingInitializers(options: BatchNormalizationOptions, where: string) {
  return (['movingMeanInitializer', 'movingVarianceInitializer'] as const).map((name) =>
    resolveInitializer(options[name]!, `${where}: ${name}`),
  );
}
