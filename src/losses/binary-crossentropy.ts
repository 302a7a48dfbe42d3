import type { Tensor } from '../graph/tensor.js';
import { add, log, mul, neg, reduceMean, sigmoidCrossEntropy, sub } from '../ops/index.js';
import { type CrossentropyOptions, checkCrossentropy } from './check-options.js';
import { defineLoss, type LossFactory } from './define-loss.js';
import { fitRanks, fitTargets, targetsMisfit } from './fit-ranks.js';
import { logitsFor } from './logits-of.js';
import { clipProbability, meanOfLast, smooth } from './numbers.js';
import { zeroToOne } from './target-range.js';

/**
 * Cross-entropy of yes-or-no labels (0 to 1) against predicted probabilities, the mean over the outputs.
 *
 *     l = mean (-y log p - (1 - y) log(1 - p))        p clipped to [1e-7, 1 - 1e-7]
 *     from logits z:  mean (max(z, 0) - z y + log(1 + e^-|z|))
 *
 * `labelSmoothing` s: y ← y (1 - s) + s / 2. `axis` is the axis the mean is taken over. Probabilities that come straight out of a
 * sigmoid are not used: the loss is computed from its logits, which is exact where probabilities round to 0 or 1.
 *
 * Shapes: [batch, ..., outputs] twice → [batch, ...]
 */
export const binaryCrossentropy: LossFactory<CrossentropyOptions> = defineLoss<CrossentropyOptions>({
  type: 'binaryCrossentropy',
  defaults: { fromLogits: false, labelSmoothing: 0, axis: -1 },
  check: checkCrossentropy,
  targets: () => zeroToOne,
  values(yTrue, yPred, { fromLogits, labelSmoothing, axis }) {
    const where = 'binaryCrossentropy';
    const logits = logitsFor(yPred, 'sigmoid', { fromLogits, where });
    const [target, prediction] = fitBinary(yTrue, logits ?? yPred, where);
    const labels = smooth(target, labelSmoothing, 2);
    const each =
      logits === undefined ? entropyOf(labels, prediction) : sigmoidCrossEntropy(prediction, labels);
    return axis === -1 ? meanOfLast(each) : reduceMean(each, { axes: [axis] });
  },
});

/** -y log p - (1 - y) log(1 - p) */
export function entropyOf(labels: Tensor, probabilities: Tensor): Tensor {
  const p = clipProbability(probabilities);
  return neg(add(mul(labels, log(p)), mul(sub(1, labels), log(sub(1, p)))));
}

/** As `fitTargets`, with a hint for those who have class ids and several outputs. */
export function fitBinary(yTrue: Tensor, yPred: Tensor, where: string): [Tensor, Tensor] {
  const [target, prediction] = fitRanks(yTrue, yPred);
  const last = yPred.shape.at(-1);
  const isIds =
    target.shape.length < prediction.shape.length ||
    (target.shape.length === prediction.shape.length && target.shape.at(-1) === 1 && last !== 1);
  if (isIds) {
    const fix = `For ${last} classes and ids as labels use sparseCategoricalCrossentropy; for yes or no end with 1 unit.`;
    throw targetsMisfit(where, yTrue, yPred, fix);
  }
  return fitTargets(yTrue, yPred, where);
}
