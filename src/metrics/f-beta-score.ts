import { showShape } from '../array/ndarray.js';
import { ShapeError, show, UnknownNameError, ValueError } from '../errors.js';
import type { Tensor } from '../graph/tensor.js';
import { expectNumber } from '../losses/check-options.js';
import { fitTargets } from '../losses/fit-ranks.js';
import { epsilon } from '../losses/numbers.js';
import { fitWeight } from '../losses/reduce.js';
import { abs, and, cast, equal, greater, mul, reduceMax, reduceSum } from '../ops/index.js';
import { defineMetric, type MetricCall, type MetricFactory, type MetricSums } from './define-metric.js';

export interface F1ScoreOptions {
  /**
   * How the classes' scores become one number: their mean ('macro'), the mean weighted by how many samples each class has
   * ('weighted'), or one score of all classes' counts together ('micro'). Keras's default is none of these: a number for each
   * class, which a log cannot hold.
   *
   * @default 'macro'
   */
  average?: 'micro' | 'macro' | 'weighted';
  /** Predictions above it mean yes, above 0 to 1; null takes each sample's largest. @default null */
  threshold?: number | null;
}

export interface FBetaScoreOptions extends F1ScoreOptions {
  /** How much more recall counts than precision, above 0. @default 1 */
  beta?: number;
}

/**
 * The weighted harmonic mean of precision P and recall R.
 *
 *     (1 + β²) P R / (β² P + R + ε)        P = TP / (TP + FP + ε), R = TP / (TP + FN + ε), ε = 1e-7
 *
 * Shapes: [batch, classes] twice
 */
export const fBetaScore: MetricFactory<FBetaScoreOptions> = defineMetric<FBetaScoreOptions>({
  type: 'fBetaScore',
  direction: 'up',
  defaults: { average: 'macro', threshold: null, beta: 1 },
  check: checkFScore,
  sums: (call, options) => fScoreSums(call, options, 'fBetaScore'),
  result: fScore,
});

const averages = ['micro', 'macro', 'weighted'];

/** Refuses bad options of an F score. */
export function checkFScore({ average, threshold, beta = 1 }: FBetaScoreOptions, where: string): void {
  if (average === null) {
    const fix = 'Logs hold single numbers.';
    throw new ValueError(`${where}: average`, "'micro', 'macro' or 'weighted'", show(average), fix);
  }
  if (!averages.includes(String(average))) {
    throw new UnknownNameError(`${where}: average`, 'average', String(average), averages);
  }
  expectNumber(`${where}: beta`, beta, Number.MIN_VALUE);
  if (threshold !== null) expectNumber(`${where}: threshold`, threshold, Number.MIN_VALUE, 1);
}

/** True positives, and all that are or were called yes: for each class, or for 'micro' together. */
export function fScoreSums(
  { yTrue, yPred, weight }: MetricCall,
  { threshold, average }: F1ScoreOptions,
  where: string,
): Record<string, Tensor> {
  const [target, prediction] = fitTargets(yTrue, yPred, where);
  if (prediction.shape.length !== 2) {
    throw new ShapeError(where, 'predictions of shape [batch, classes]', showShape(prediction.shape));
  }
  const decided = cast(
    typeof threshold === 'number' ? greater(prediction, threshold) : isLargest(prediction),
    'float32',
  );
  const fitted = weight === undefined ? undefined : fitWeight(weight, prediction, 'sampleWeight');
  const total = (x: Tensor) =>
    reduceSum(fitted === undefined ? x : mul(x, fitted), average === 'micro' ? {} : { axes: [0] });
  return {
    truePositives: total(mul(target, decided)),
    decided: total(decided),
    actual: total(target),
  };
}

/** Whether an entry is its sample's largest, and not 0. */
function isLargest(x: Tensor): Tensor {
  return and(equal(x, reduceMax(x, { axes: [-1], keepDims: true })), greater(abs(x), 1e-9));
}

/** The score from the sums. */
export function fScore(sums: MetricSums, { beta = 1, average }: FBetaScoreOptions): number {
  const { truePositives, decided, actual } = sums;
  const scores = truePositives.map((right, i) => {
    const precision = right / (decided[i] + epsilon);
    const recall = right / (actual[i] + epsilon);
    return ((1 + beta ** 2) * precision * recall) / (beta ** 2 * precision + recall + epsilon);
  });
  const all = actual.reduce((sum, count) => sum + count, 0);
  const weights = actual.map((count) =>
    average === 'weighted' ? count / (all + epsilon) : 1 / scores.length,
  );
  return scores.reduce((sum, score, i) => sum + score * weights[i], 0);
}
