import { defineMetric, type MetricFactory } from './define-metric.js';
import { checkFScore, type F1ScoreOptions, fScore, fScoreSums } from './f-beta-score.js';

/**
 * The harmonic mean of precision and recall: `fBetaScore` with β = 1.
 *
 * Shapes: [batch, classes] twice
 */
export const f1Score: MetricFactory<F1ScoreOptions> = defineMetric<F1ScoreOptions>({
  type: 'f1Score',
  direction: 'up',
  defaults: { average: 'macro', threshold: null },
  check: checkFScore,
  sums: (call, options) => fScoreSums(call, options, 'f1Score'),
  result: fScore,
});
