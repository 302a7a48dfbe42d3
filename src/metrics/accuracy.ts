import type { NoOptions } from '../losses/define-loss.js';
import { labelKind } from '../losses/label-kind.js';
import { binaryMatches } from './binary-accuracy.js';
import { categoricalMatches } from './categorical-accuracy.js';
import { defineMeanMetric } from './define-mean-metric.js';
import type { MetricFactory } from './define-metric.js';
import { sparseMatches } from './sparse-categorical-accuracy.js';

/**
 * How often predictions are right: `binaryAccuracy` (threshold 0.5) for one output, `sparseCategoricalAccuracy` for labels that are
 * ids of classes, `categoricalAccuracy` for one-hot ones. Which it is follows from the shapes, as for Keras's
 * `metrics=['accuracy']`.
 *
 * Shapes: [batch, ...] or [batch, ..., 1] or [batch, ..., outputs], [batch, ..., outputs]
 */
export const accuracy: MetricFactory<NoOptions> = defineMeanMetric<NoOptions>({
  type: 'accuracy',
  direction: 'up',
  defaults: {},
  values(yTrue, yPred) {
    switch (labelKind(yTrue, yPred)) {
      case 'binary':
        return binaryMatches(yTrue, yPred, 0.5);
      case 'ids':
        return sparseMatches(yTrue, yPred);
      default:
        return categoricalMatches(yTrue, yPred);
    }
  },
});
