import { checkDecision, countWhere, decisions, type ThresholdOptions } from './confusion.js';
import { defineMetric, type MetricFactory } from './define-metric.js';

/** How much was called yes and is not, by weight. Shapes: [batch, ..., outputs] twice */
export const falsePositives: MetricFactory<ThresholdOptions> = defineMetric<ThresholdOptions>({
  type: 'falsePositives',
  direction: 'down',
  defaults: { thresholds: null },
  check: checkDecision,
  sums: (call, options) => ({ count: countWhere(decisions(call, options, 'falsePositives'), false, true) }),
  result: ({ count }) => count[0],
});
