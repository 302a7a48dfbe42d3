import { checkDecision, countWhere, type DecisionOptions, decisions, share } from './confusion.js';
import { defineMetric, type MetricFactory } from './define-metric.js';

/**
 * How much of what was called yes is yes; 0 if nothing was.
 *
 *     true positives / (true positives + false positives)
 *
 * Shapes: [batch, ..., outputs] twice
 */
export const precision: MetricFactory<DecisionOptions> = defineMetric<DecisionOptions>({
  type: 'precision',
  direction: 'up',
  defaults: { thresholds: null, topK: null, classId: null },
  check: checkDecision,
  sums(call, options) {
    const found = decisions(call, options, 'precision');
    return { truePositives: countWhere(found, true, true), falsePositives: countWhere(found, false, true) };
  },
  result: ({ truePositives: [right], falsePositives: [wrong] }) => share(right, right + wrong),
});
