import { square } from '../ops/index.js';
import { defineLoss, type LossFactory, type NoOptions } from './define-loss.js';
import { margins } from './hinge.js';
import { meanOfLast } from './numbers.js';

/**
 * The mean of the squared margins that `hinge` takes as they are.
 *
 *     l = mean max(1 - y ŷ, 0)²        y is -1 or 1; a 0 counts as -1
 *
 * Shapes: [batch, ..., outputs] twice → [batch, ...]
 */
export const squaredHinge: LossFactory<NoOptions> = defineLoss<NoOptions>({
  type: 'squaredHinge',
  defaults: {},
  values: (yTrue, yPred) => meanOfLast(square(margins(yTrue, yPred, 'squaredHinge'))),
});
