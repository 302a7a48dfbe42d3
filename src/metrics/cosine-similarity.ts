import { expectWhole } from '../losses/check-options.js';
import { type CosineSimilarityOptions, cosine } from '../losses/cosine-similarity.js';
import { defineMeanMetric } from './define-mean-metric.js';
import type { MetricFactory } from './define-metric.js';

/**
 * The mean cosine of the angle between target and prediction: 1 where they point the same way. (The loss is its negative.)
 *
 *     v = Σ (y / |y|) (ŷ / |ŷ|)
 *
 * Shapes: [batch, ..., outputs] twice
 */
export const cosineSimilarity: MetricFactory<CosineSimilarityOptions> =
  defineMeanMetric<CosineSimilarityOptions>({
    type: 'cosineSimilarity',
    direction: 'up',
    defaults: { axis: -1 },
    check: ({ axis }, where) => expectWhole(`${where}: axis`, axis),
    values: (yTrue, yPred, { axis }) => cosine(yTrue, yPred, axis),
  });
