import type { Tensor } from '../graph/tensor.js';
import { expectNumber } from '../losses/check-options.js';
import { fitTargets } from '../losses/fit-ranks.js';
import { cast, equal, greater } from '../ops/index.js';
import { defineMeanMetric } from './define-mean-metric.js';
import type { MetricFactory } from './define-metric.js';

export interface BinaryAccuracyOptions {
  /** Predictions above it mean yes; for logits take 0. @default 0.5 */
  threshold?: number;
}

/**
 * How often a yes-or-no prediction is right.
 *
 *     v = 1 where (ŷ > threshold) = y, else 0
 *
 * Shapes: [batch, ..., outputs] twice
 */
export const binaryAccuracy: MetricFactory<BinaryAccuracyOptions> = defineMeanMetric<BinaryAccuracyOptions>({
  type: 'binaryAccuracy',
  direction: 'up',
  defaults: { threshold: 0.5 },
  check: ({ threshold }, where) => expectNumber(`${where}: threshold`, threshold),
  values: (yTrue, yPred, { threshold }) => binaryMatches(yTrue, yPred, threshold),
});

/** 1 where prediction and label agree, else 0. */
export function binaryMatches(yTrue: Tensor, yPred: Tensor, threshold: number): Tensor {
  const [target, prediction] = fitTargets(yTrue, yPred, 'binaryAccuracy');
  const decided = cast(greater(prediction, threshold), target.dtype);
  return cast(equal(target, decided), 'float32');
}
