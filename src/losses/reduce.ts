import { showShape } from '../array/ndarray.js';
import { ShapeError, ValueError } from '../errors.js';
import type { Tensor } from '../graph/tensor.js';
import {
  and,
  broadcastTo,
  cast,
  div,
  greater,
  lengthOf,
  mul,
  reduceSum,
  reshape,
  where,
} from '../ops/index.js';
import type { Loss, Reduction } from './define-loss.js';

/** What says how much each of a batch's losses counts. */
export interface Counting {
  /** Sample weights, [batch], [batch, time] or the losses' own shape; undefined where all weigh 1. */
  weight?: Tensor | undefined;
  /** bool, of a shape like the weights': false where there is nothing to predict; undefined where all count. */
  mask?: Tensor | undefined;
  reduction?: Reduction;
}

/**
 * The sum of a batch's losses. With `lossScale`, which the host computes, it makes the loss of the batch as Keras has it:
 *
 *     loss = weightedSum · lossScale
 *
 *     reduction              weightedSum                        lossScale      without a mask, loss is
 *     sumOverBatchSize,      Σ wᵢ mᵢ lᵢ · n / Σ mᵢ              1 / n          Σ wᵢ lᵢ / n  (not / Σ wᵢ)
 *     mean                   the same
 *     meanWithSampleWeight   Σ wᵢ mᵢ lᵢ · Σ wᵢ / Σ wᵢ mᵢ        1 / Σ wᵢ       Σ wᵢ lᵢ / Σ wᵢ
 *     sum                    Σ wᵢ mᵢ lᵢ                         1              Σ wᵢ lᵢ
 *
 * n is the number of losses, m is 0 or 1, and the factors made of m are there only if there is a mask; where nothing counts the
 * sum is 0. Without a mask the sums of a batch's slices add up to the batch's sum, so slices use the whole batch's scale. With
 * one they do not (each slice has its own Σ m): take `countedSum` of each slice and divide by the sum of their `countOf`.
 *
 * Weights reach the losses from the first axis on: [batch] stands beside [batch, time] as [batch, 1]. (Keras wants that
 * written out.) A loss left out by the mask may be NaN.
 *
 * @throws ValueError for the reduction 'none': a step needs one number.
 */
export function weightedSum(values: Tensor, counting: Counting = {}): Tensor {
  const { mask, weight, reduction = 'sumOverBatchSize' } = counting;
  const sum = countedSum(values, counting);
  if (mask === undefined || reduction === 'sum') return sum;
  const all =
    reduction === 'meanWithSampleWeight' && weight !== undefined
      ? countOf(values, { weight, reduction })
      : lengthOf(values, axesOf(values));
  const counted = countOf(values, counting);
  return mul(sum, where(greater(counted, 0), div(all, counted), 0));
}

/** Σ wᵢ mᵢ lᵢ, a scalar. */
export function countedSum(values: Tensor, { weight, mask, reduction }: Counting = {}): Tensor {
  if (reduction === 'none') {
    const fix = "Choose 'sumOverBatchSize', 'mean', 'sum' or 'meanWithSampleWeight'.";
    throw new ValueError('loss: reduction', 'one that gives a number to make small', "'none'", fix);
  }
  const valid = mask === undefined ? values : where(fitWeight(mask, values, 'mask'), values, 0);
  return reduceSum(weight === undefined ? valid : mul(valid, fitWeight(weight, values, 'sampleWeight')));
}

/**
 * What `countedSum` is to be divided by, as a scalar: Σ mᵢ, or Σ wᵢ mᵢ for 'meanWithSampleWeight'. Only a graph knows it where
 * there is a mask; elsewhere `lossScale` is cheaper.
 */
export function countOf(values: Tensor, { weight, mask, reduction }: Counting): Tensor {
  const weighted = reduction === 'meanWithSampleWeight' ? weight : undefined;
  if (weighted === undefined && mask === undefined) return lengthOf(values, axesOf(values));
  const valid = mask === undefined ? undefined : cast(fitWeight(mask, values, 'mask'), values.dtype);
  const fitted = weighted === undefined ? undefined : fitWeight(weighted, values, 'sampleWeight');
  const each = fitted === undefined ? valid! : valid === undefined ? fitted : mul(fitted, valid);
  return reduceSum(broadcastTo(each, values.shape));
}

function axesOf(x: Tensor): number[] {
  return x.shape.map((_, axis) => axis);
}

/**
 * What a batch's `weightedSum` is multiplied by (see there), on the host.
 *
 * @param options.values How many losses the batch has: samples, times steps if there are any.
 * @param options.weights Its sample weights. Where they are fewer than the losses, each stands for equally many.
 */
export function lossScale(
  reduction: Reduction,
  { values, weights }: { values: number; weights?: ArrayLike<number> | undefined },
): number {
  if (reduction === 'sum') return 1;
  if (reduction !== 'meanWithSampleWeight' || weights === undefined) return values === 0 ? 0 : 1 / values;
  let total = 0;
  for (let i = 0; i < weights.length; i++) total += weights[i];
  return total === 0 ? 0 : weights.length / (total * values);
}

/**
 * Weights and mask as one weight, for metrics: wᵢ mᵢ. Undefined where all samples weigh 1.
 *
 * Shapes: [batch] or [batch, time] each → the larger one's
 */
export function maskedWeight(weight: Tensor | undefined, mask: Tensor | undefined): Tensor | undefined {
  if (mask === undefined) return weight;
  const valid = cast(mask, 'float32');
  if (weight === undefined) return valid;
  const rank = Math.max(weight.shape.length, mask.shape.length);
  return mul(withRank(weight, rank), withRank(valid, rank));
}

/** Where both masks hold. */
export function bothMasks(a: Tensor | undefined, b: Tensor | undefined): Tensor | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  const rank = Math.max(a.shape.length, b.shape.length);
  return and(withRank(a, rank), withRank(b, rank));
}

/** The mask of a loss: where the model says that a place counts, and the loss too (its `ignoreClass`). */
export function lossMask(
  loss: Loss,
  { yTrue, yPred, mask }: { yTrue: Tensor; yPred: Tensor; mask?: Tensor | undefined },
): Tensor | undefined {
  return bothMasks(mask, loss.valid?.(yTrue, yPred));
}

/**
 * A weight or mask in a shape that stretches to the values': axes of 1 added at the end, or taken from there.
 *
 * @throws ShapeError if it does not go with the values.
 */
export function fitWeight(weight: Tensor, values: Tensor, name: string): Tensor {
  const fitted = withRank(weight, values.shape.length);
  const fits =
    fitted.shape.length === values.shape.length &&
    fitted.shape.every((dim, axis) => dim === 1 || dim === values.shape[axis]);
  if (fits) return fitted;
  throw new ShapeError(
    name,
    `one number for each sample, or for each place of ${showShape(values.shape)}`,
    `the shape ${showShape(weight.shape)}`,
    values.shape.length === 1 ? 'Give one weight for each sample.' : '',
  );
}

/** Axes of 1 added at the end, or taken away there, until the rank is right (or cannot be). */
function withRank(x: Tensor, rank: number): Tensor {
  let shape = x.shape;
  while (shape.length < rank) shape = [...shape, 1];
  while (shape.length > rank && shape.at(-1) === 1) shape = shape.slice(0, -1);
  return shape === x.shape ? x : reshape(x, shape);
}
