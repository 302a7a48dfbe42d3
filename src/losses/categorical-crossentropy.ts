import { normalizeAxis, sameShape } from '../graph/dim.js';
import type { Tensor } from '../graph/tensor.js';
import { div, log, mul, neg, reduceSum, softmaxCrossEntropy, transpose } from '../ops/index.js';
import { type CrossentropyOptions, checkCrossentropy } from './check-options.js';
import { defineLoss, type LossFactory } from './define-loss.js';
import { targetsMisfit } from './fit-ranks.js';
import { logitsFor } from './logits-of.js';
import { clipProbability, smooth } from './numbers.js';

/**
 * Cross-entropy of labels given as one probability for each class (one-hot, usually) against predicted probabilities.
 *
 *     l = -Σ y log p        p = ŷ / Σ ŷ, clipped to [1e-7, 1 - 1e-7]
 *     from logits z:  -Σ y log softmax(z)
 *
 * `labelSmoothing` s: y ← y (1 - s) + s / classes. Probabilities that come straight out of a softmax along `axis` are not used:
 * the loss is computed from its logits, which is cheaper, and exact where probabilities round to 0 or 1.
 *
 * Shapes: [batch, ..., classes] twice → [batch, ...]
 */
export const categoricalCrossentropy: LossFactory<CrossentropyOptions> = defineLoss<CrossentropyOptions>({
  type: 'categoricalCrossentropy',
  defaults: { fromLogits: false, labelSmoothing: 0, axis: -1 },
  check: checkCrossentropy,
  values(yTrue, yPred, { fromLogits, labelSmoothing, axis }) {
    const where = 'categoricalCrossentropy';
    expectCategories(yTrue, yPred, where, axis);
    const labels = smooth(moveLast(yTrue, axis), labelSmoothing, yTrue.shape.at(axis) as number);
    const logits = logitsFor(yPred, 'softmax', { fromLogits, where, axis });
    if (logits !== undefined) return softmaxCrossEntropy(moveLast(logits, axis), labels);
    const p = clipProbability(normalized(moveLast(yPred, axis)));
    return neg(reduceSum(mul(labels, log(p)), { axes: [-1] }));
  },
});

/** x / Σ x over the last axis */
export function normalized(x: Tensor): Tensor {
  return div(x, reduceSum(x, { axes: [-1], keepDims: true }));
}

/** The same entries with `axis` as the last one. */
export function moveLast(x: Tensor, axis: number): Tensor {
  const from = normalizeAxis(axis, x.shape.length, 'axis');
  const others = x.shape.map((_, i) => i).filter((i) => i !== from);
  return transpose(x, [...others, from]);
}

/** @throws ShapeError if labels are not one number for each class that the predictions have. */
export function expectCategories(yTrue: Tensor, yPred: Tensor, where: string, axis = -1): void {
  const classes = yPred.shape.at(axis);
  if (classes === 1) {
    throw targetsMisfit(
      where,
      yTrue,
      yPred,
      'One output is no choice: use binaryCrossentropy, or end the model with one unit for each class.',
    );
  }
  if (sameShape(yTrue.shape, yPred.shape)) return;
  const given = yTrue.shape.at(axis);
  const isIds =
    yTrue.shape.length < yPred.shape.length || (yTrue.shape.length === yPred.shape.length && given === 1);
  const fix = isIds
    ? 'If labels are class ids, use sparseCategoricalCrossentropy, or write them as one-hot rows.'
    : `End the model with ${given} units, one for each class.`;
  throw targetsMisfit(where, yTrue, yPred, fix);
}
