import type { Tensor } from '../graph/tensor.js';
import { add, log, maximum, square, sub } from '../ops/index.js';
import { defineLoss, type LossFactory, type NoOptions } from './define-loss.js';
import { fitTargets } from './fit-ranks.js';
import { epsilon, meanOfLast } from './numbers.js';

/**
 * The mean of squared differences of logarithms: errors count by their ratio. Negative numbers count as 0.
 *
 *     l = mean (log(1 + y) - log(1 + ŷ))²        y, ŷ at least 1e-7
 *
 * Shapes: [batch, ..., outputs] twice → [batch, ...]
 */
export const meanSquaredLogarithmicError: LossFactory<NoOptions> = defineLoss<NoOptions>({
  type: 'meanSquaredLogarithmicError',
  defaults: {},
  values(yTrue, yPred) {
    const [target, prediction] = fitTargets(yTrue, yPred, 'meanSquaredLogarithmicError');
    const logarithm = (x: Tensor) => log(add(maximum(x, epsilon), 1));
    return meanOfLast(square(sub(logarithm(prediction), logarithm(target))));
  },
});
