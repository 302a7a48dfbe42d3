import type { Tensor } from '../graph/tensor.js';
import { equal, maximum, mul, sub, where } from '../ops/index.js';
import { defineLoss, type LossFactory, type NoOptions } from './define-loss.js';
import { fitTargets } from './fit-ranks.js';
import { meanOfLast } from './numbers.js';

/**
 * The mean of how far predictions are from being right by a margin of 1.
 *
 *     l = mean max(1 - y ŷ, 0)        y is -1 or 1; a 0 counts as -1
 *
 * Keras looks at a whole batch to see whether all labels are 0 or 1, and leaves a 0 among other numbers as it is. Here each label
 * stands for itself, so that the slices of a batch add up to it.
 *
 * Shapes: [batch, ..., outputs] twice → [batch, ...]
 */
export const hinge: LossFactory<NoOptions> = defineLoss<NoOptions>({
  type: 'hinge',
  defaults: {},
  values: (yTrue, yPred) => meanOfLast(margins(yTrue, yPred, 'hinge')),
});

/** max(1 - y ŷ, 0) */
export function margins(yTrue: Tensor, yPred: Tensor, name: string): Tensor {
  const [target, prediction] = fitTargets(yTrue, yPred, name);
  const sign = where(equal(target, 0), -1, target);
  return maximum(sub(1, mul(sign, prediction)), 0);
}
