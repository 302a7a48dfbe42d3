import type { Tensor } from '../graph/tensor.js';
import type { NoOptions } from '../losses/define-loss.js';
import { fitIds } from '../losses/sparse-categorical-crossentropy.js';
import { cast, equal } from '../ops/index.js';
import { likeliest } from './categorical-accuracy.js';
import { defineMeanMetric } from './define-mean-metric.js';
import type { MetricFactory } from './define-metric.js';

/**
 * How often the likeliest class is the right one, for labels given as ids of classes.
 *
 *     v = 1 where argmax ŷ = y, else 0
 *
 * Shapes: [batch, ...] or [batch, ..., 1], [batch, ..., classes]
 */
export const sparseCategoricalAccuracy: MetricFactory<NoOptions> = defineMeanMetric<NoOptions>({
  type: 'sparseCategoricalAccuracy',
  direction: 'up',
  defaults: {},
  values: sparseMatches,
});

/** 1 where the largest entry of the prediction is the label's, else 0. */
export function sparseMatches(yTrue: Tensor, yPred: Tensor): Tensor {
  const ids = fitIds(yTrue, yPred, 'sparseCategoricalAccuracy');
  return cast(equal(ids, cast(likeliest(yPred), ids.dtype)), 'float32');
}
