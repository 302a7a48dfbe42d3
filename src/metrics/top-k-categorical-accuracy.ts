import type { Tensor } from '../graph/tensor.js';
import { expectCategories } from '../losses/categorical-crossentropy.js';
import { expectWhole } from '../losses/check-options.js';
import { logitsOf } from '../losses/logits-of.js';
import { argMax, cast, expandDims, gatherLast, greater, less, reduceSum } from '../ops/index.js';
import { defineMeanMetric } from './define-mean-metric.js';
import type { MetricFactory } from './define-metric.js';

export interface TopKOptions {
  /** Among how many of the likeliest classes the right one must be, 1 or more. @default 5 */
  k?: number;
}

/**
 * How often the right class is among the k likeliest, for labels given as one number for each class.
 *
 *     v = 1 where fewer than k classes are likelier than the right one, else 0
 *
 * Shapes: [batch, ..., classes] twice
 */
export const topKCategoricalAccuracy: MetricFactory<TopKOptions> = defineMeanMetric<TopKOptions>({
  type: 'topKCategoricalAccuracy',
  direction: 'up',
  defaults: { k: 5 },
  check: ({ k }, where) => expectWhole(`${where}: k`, k, 1),
  values(yTrue, yPred, { k }) {
    expectCategories(yTrue, yPred, 'topKCategoricalAccuracy');
    return isAmongTop(argMax(yTrue), yPred, k);
  },
});

/** 1 where fewer than k entries are larger than the one of an id, else 0. Shapes: [...], [..., classes] → [...] */
export function isAmongTop(ids: Tensor, yPred: Tensor, k: number): Tensor {
  // The order is the same before a softmax.
  const scores = logitsOf(yPred, 'softmax') ?? yPred;
  const right = expandDims(gatherLast(scores, ids), -1);
  const better = reduceSum(cast(greater(scores, right), 'float32'), { axes: [-1] });
  return cast(less(better, k), 'float32');
}
