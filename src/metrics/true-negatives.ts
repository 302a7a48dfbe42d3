import { checkDecision, countWhere, decisions, type ThresholdOptions } from './confusion.js';
import { defineMetric, type MetricFactory } from './define-metric.js';

/** How much is no and was called so, by weight. Shapes: [batch, ..., outputs] twice */
export const trueNegatives: MetricFactory<ThresholdOptions> = defineMetric<ThresholdOptions>({
  type: 'trueNegatives',
  direction: 'up',
  defaults: { thresholds: null },
  check: checkDecision,
  sums: (call, options) => ({ count: countWhere(decisions(call, options, 'trueNegatives'), false, false) }),
  result: ({ count }) => count[0],
});
