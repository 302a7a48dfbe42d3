import { showShape } from '../array/ndarray.js';
import { ShapeError, UnknownNameError } from '../errors.js';
import type { Tensor } from '../graph/tensor.js';
import { expectWhole } from '../losses/check-options.js';
import { fitTargets } from '../losses/fit-ranks.js';
import { fitWeight } from '../losses/reduce.js';
import { broadcastTo, mul, reduceSum, square, sub } from '../ops/index.js';
import { defineMetric, type MetricFactory, type MetricSums } from './define-metric.js';

export interface R2ScoreOptions {
  /** How the outputs' scores become one number: their mean, or the mean weighted by variance. @default 'uniformAverage' */
  classAggregation?: 'uniformAverage' | 'varianceWeightedAverage';
  /** Inputs that predictions were made of, for the adjusted score; 0 for the plain one. @default 0 */
  numRegressors?: number;
}

const aggregations = ['uniformAverage', 'varianceWeightedAverage'];

/**
 * How much of the targets' variance the predictions explain: 1 for exact ones, 0 for the mean, below 0 for worse.
 *
 *     R² = 1 - Σ (y - ŷ)² / Σ (y - ȳ)²        adjusted: 1 - (1 - R²)(n - 1) / (n - p - 1)
 *
 * for each output; n is the number of samples (Keras takes samples times outputs), p `numRegressors`, and with too few samples the
 * plain score is given. An output whose target never changes scores 1 if it is met exactly, else 0.
 *
 * Shapes: [batch, outputs] twice
 */
export const r2Score: MetricFactory<R2ScoreOptions> = defineMetric<R2ScoreOptions>({
  type: 'r2Score',
  direction: 'up',
  defaults: { classAggregation: 'uniformAverage', numRegressors: 0 },
  check({ classAggregation, numRegressors }, where) {
    if (!aggregations.includes(classAggregation)) {
      throw new UnknownNameError(
        `${where}: classAggregation`,
        'aggregation',
        String(classAggregation),
        aggregations,
      );
    }
    expectWhole(`${where}: numRegressors`, numRegressors, 0);
  },
  sums({ yTrue, yPred, weight }) {
    const [target, prediction] = fitTargets(yTrue, yPred, 'r2Score');
    if (target.shape.length !== 2) {
      throw new ShapeError('r2Score', 'predictions of shape [batch, outputs]', showShape(prediction.shape));
    }
    const fitted = weight === undefined ? undefined : fitWeight(weight, target, 'sampleWeight');
    const total = (x: Tensor) => reduceSum(fitted === undefined ? x : mul(x, fitted), { axes: [0] });
    const sums = {
      residual: total(square(sub(target, prediction))),
      sum: total(target),
      squares: total(square(target)),
    };
    if (fitted === undefined) return sums;
    return { ...sums, weight: reduceSum(broadcastTo(fitted, target.shape), { axes: [0] }) };
  },
  result(sums, { classAggregation, numRegressors }, samples) {
    const score = aggregate(sums, samples, classAggregation);
    const free = samples - numRegressors - 1;
    return numRegressors === 0 || free <= 0 ? score : 1 - ((1 - score) * (samples - 1)) / free;
  },
});

function aggregate(
  { residual, sum, squares, weight }: MetricSums,
  samples: number,
  how: R2ScoreOptions['classAggregation'],
): number {
  const variances = squares.map((square, i) => square - sum[i] ** 2 / (weight?.[i] ?? samples));
  const scores = residual.map((error, i) => {
    if (variances[i] === 0) return error === 0 ? 1 : 0;
    return 1 - error / variances[i];
  });
  const weights = how === 'uniformAverage' ? scores.map(() => 1) : variances;
  const all = weights.reduce((total, each) => total + each, 0);
  return scores.reduce((total, score, i) => total + score * weights[i], 0) / all;
}
