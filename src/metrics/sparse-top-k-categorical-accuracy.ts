import { expectWhole } from '../losses/check-options.js';
import { fitIds } from '../losses/sparse-categorical-crossentropy.js';
import { cast } from '../ops/index.js';
import { defineMeanMetric } from './define-mean-metric.js';
import type { MetricFactory } from './define-metric.js';
import { isAmongTop, type TopKOptions } from './top-k-categorical-accuracy.js';

/**
 * How often the right class is among the k likeliest, for labels given as ids of classes.
 *
 *     v = 1 where fewer than k classes are likelier than the right one, else 0
 *
 * Shapes: [batch, ...] or [batch, ..., 1], [batch, ..., classes]
 */
export const sparseTopKCategoricalAccuracy: MetricFactory<TopKOptions> = defineMeanMetric<TopKOptions>({
  type: 'sparseTopKCategoricalAccuracy',
  direction: 'up',
  defaults: { k: 5 },
  check: ({ k }, where) => expectWhole(`${where}: k`, k, 1),
  values(yTrue, yPred, { k }) {
    const ids = fitIds(yTrue, yPred, 'sparseTopKCategoricalAccuracy');
    return isAmongTop(cast(ids, 'int32'), yPred, k);
  },
});
