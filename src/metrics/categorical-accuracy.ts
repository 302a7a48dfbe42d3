import type { Tensor } from '../graph/tensor.js';
import { expectCategories } from '../losses/categorical-crossentropy.js';
import type { NoOptions } from '../losses/define-loss.js';
import { logitsOf } from '../losses/logits-of.js';
import { argMax, cast, equal } from '../ops/index.js';
import { defineMeanMetric } from './define-mean-metric.js';
import type { MetricFactory } from './define-metric.js';

/**
 * How often the likeliest class is the right one, for labels given as one number for each class.
 *
 *     v = 1 where argmax ŷ = argmax y, else 0
 *
 * Shapes: [batch, ..., classes] twice
 */
export const categoricalAccuracy: MetricFactory<NoOptions> = defineMeanMetric<NoOptions>({
  type: 'categoricalAccuracy',
  direction: 'up',
  defaults: {},
  values: categoricalMatches,
});

/** 1 where the largest entries of label and prediction are at one place, else 0. */
export function categoricalMatches(yTrue: Tensor, yPred: Tensor): Tensor {
  expectCategories(yTrue, yPred, 'categoricalAccuracy');
  return cast(equal(argMax(yTrue), likeliest(yPred)), 'float32');
}

/** The index of the largest entry of the last axis: the same for a softmax's input, which saves the softmax. */
export function likeliest(yPred: Tensor): Tensor {
  return argMax(logitsOf(yPred, 'softmax') ?? yPred);
}
