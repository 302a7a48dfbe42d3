import type { NoOptions } from '../losses/define-loss.js';
import { fitTargets } from '../losses/fit-ranks.js';
import { square, sub } from '../ops/index.js';
import { meanResult, meanSums } from './define-mean-metric.js';
import { defineMetric, type MetricFactory } from './define-metric.js';

/**
 * The root of the mean squared difference, in the targets' own unit.
 *
 *     √(Σ (y - ŷ)² / N)        the root of the epoch's mean, not the mean of roots
 *
 * Shapes: [batch, ..., outputs] twice
 */
export const rootMeanSquaredError: MetricFactory<NoOptions> = defineMetric<NoOptions>({
  type: 'rootMeanSquaredError',
  direction: 'down',
  defaults: {},
  sums({ yTrue, yPred, weight }) {
    const [target, prediction] = fitTargets(yTrue, yPred, 'rootMeanSquaredError');
    return meanSums(square(sub(prediction, target)), weight);
  },
  result: (sums, _, samples) => Math.sqrt(meanResult(sums, samples)),
});
