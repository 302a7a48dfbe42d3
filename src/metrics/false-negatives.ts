import { checkDecision, countWhere, decisions, type ThresholdOptions } from './confusion.js';
import { defineMetric, type MetricFactory } from './define-metric.js';

/** How much is yes and was not called so, by weight. Shapes: [batch, ..., outputs] twice */
export const falseNegatives: MetricFactory<ThresholdOptions> = defineMetric<ThresholdOptions>({
  type: 'falseNegatives',
  direction: 'down',
  defaults: { thresholds: null },
  check: checkDecision,
  sums: (call, options) => ({ count: countWhere(decisions(call, options, 'falseNegatives'), true, false) }),
  result: ({ count }) => count[0],
});
