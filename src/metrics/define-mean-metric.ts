import type { Tensor } from '../graph/tensor.js';
import type { LossFactory } from '../losses/define-loss.js';
import { fitWeight, maskedWeight } from '../losses/reduce.js';
import { broadcastTo, mul, reduceMean, reduceSum } from '../ops/index.js';
import { defineMetric, type MetricCall, type MetricFactory, type MetricSums } from './define-metric.js';

export interface MeanMetricDefinition<Options> {
  type: string;
  direction: 'up' | 'down';
  defaults: Required<Options>;
  check?(options: Required<Options>, where: string): void;
  /** A number for each sample (or for each place of a sample), [batch, ...]. */
  values(yTrue: Tensor, yPred: Tensor, options: Required<Options>): Tensor;
  /** Which of the values count; absent or undefined where all do. */
  valid?(yTrue: Tensor, yPred: Tensor, options: Required<Options>): Tensor | undefined;
}

/**
 * A metric that is the mean over all samples of a value that each has.
 *
 *     Σ vᵢ / N         with weights:  Σ wᵢ vᵢ / Σ wᵢ
 *
 * A sample of several values counts by their mean, as in Keras; where all weights are 0 the result is 0.
 *
 * @example
 * const bias = defineMeanMetric<object>({
 *   type: 'bias',
 *   direction: 'down',
 *   defaults: {},
 *   values: (yTrue, yPred) => ops.sub(...fitTargets(yPred, yTrue, 'bias')),
 * });
 * model.compile({ loss: 'mse', metrics: [bias()] });
 */
export function defineMeanMetric<Options extends object>({
  values,
  valid,
  ...definition
}: MeanMetricDefinition<Options>): MetricFactory<Options> {
  return defineMetric<Options>({
    ...definition,
    sums: ({ yTrue, yPred, weight }, options) =>
      meanSums(values(yTrue, yPred, options), maskedWeight(weight, valid?.(yTrue, yPred, options))),
    result: (sums, _, samples) => meanResult(sums, samples),
  });
}

/** The mean of a loss over all samples, under the loss's name and with its options. */
export function meanOfLoss<Options extends object>({
  definition,
}: LossFactory<Options>): MetricFactory<Options> {
  return defineMeanMetric<Options>({ ...definition, direction: 'down' });
}

/** What a mean needs of a batch: Σ w v, and Σ w where there are weights. */
export function meanSums(values: Tensor, weight: MetricCall['weight']): Record<string, Tensor> {
  if (weight === undefined) return { total: sampleSum(values) };
  const fitted = fitWeight(weight, values, 'sampleWeight');
  return { total: sampleSum(mul(values, fitted)), weight: sampleSum(broadcastTo(fitted, values.shape)) };
}

/** The mean from the sums of `meanSums`. */
export function meanResult(sums: MetricSums, samples: number): number {
  const count = sums.weight === undefined ? samples : sums.weight[0];
  return count === 0 ? 0 : sums.total[0] / count;
}

/** The sum over samples of each sample's mean. Shapes: [batch, ...] → [] */
function sampleSum(values: Tensor): Tensor {
  const inner = values.shape.map((_, axis) => axis).slice(1);
  return reduceSum(reduceMean(values, { axes: inner }));
}
