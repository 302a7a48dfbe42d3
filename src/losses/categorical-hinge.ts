import { add, maximum, mul, reduceMax, reduceSum, sub } from '../ops/index.js';
import { expectCategories } from './categorical-crossentropy.js';
import { defineLoss, type LossFactory, type NoOptions } from './define-loss.js';

/**
 * How far the right class is from leading the best wrong one by 1, for one-hot labels.
 *
 *     l = max(max((1 - y) ŷ) - Σ y ŷ + 1, 0)
 *
 * Shapes: [batch, ..., classes] twice → [batch, ...]
 */
export const categoricalHinge: LossFactory<NoOptions> = defineLoss<NoOptions>({
  type: 'categoricalHinge',
  defaults: {},
  values(yTrue, yPred) {
    expectCategories(yTrue, yPred, 'categoricalHinge');
    const right = reduceSum(mul(yTrue, yPred), { axes: [-1] });
    const wrong = reduceMax(mul(sub(1, yTrue), yPred), { axes: [-1] });
    return maximum(add(sub(wrong, right), 1), 0);
  },
});
