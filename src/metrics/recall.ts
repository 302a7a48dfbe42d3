import { checkDecision, countWhere, type DecisionOptions, decisions, share } from './confusion.js';
import { defineMetric, type MetricFactory } from './define-metric.js';

/**
 * How much of what is yes was called so; 0 if nothing is.
 *
 *     true positives / (true positives + false negatives)
 *
 * Shapes: [batch, ..., outputs] twice
 */
export const recall: MetricFactory<DecisionOptions> = defineMetric<DecisionOptions>({
  type: 'recall',
  direction: 'up',
  defaults: { thresholds: null, topK: null, classId: null },
  check: checkDecision,
  sums(call, options) {
    const found = decisions(call, options, 'recall');
    return { truePositives: countWhere(found, true, true), falseNegatives: countWhere(found, true, false) };
  },
  result: ({ truePositives: [found], falseNegatives: [missed] }) => share(found, found + missed),
});
