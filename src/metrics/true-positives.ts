import { checkDecision, countWhere, decisions, type ThresholdOptions } from './confusion.js';
import { defineMetric, type MetricFactory } from './define-metric.js';

/** How much is yes and was called so, by weight. Shapes: [batch, ..., outputs] twice */
export const truePositives: MetricFactory<ThresholdOptions> = defineMetric<ThresholdOptions>({
  type: 'truePositives',
  direction: 'up',
  defaults: { thresholds: null },
  check: checkDecision,
  sums: (call, options) => ({ count: countWhere(decisions(call, options, 'truePositives'), true, true) }),
  result: ({ count }) => count[0],
});
