import { add, mul, softplus, sub } from '../ops/index.js';
import { defineLoss, type LossFactory, type NoOptions } from './define-loss.js';
import { fitTargets } from './fit-ranks.js';
import { meanOfLast } from './numbers.js';

/**
 * The mean of the logarithm of cosh of the differences: about d²/2 where small, |d| - log 2 where large.
 *
 *     l = mean log cosh d = mean (d + log(1 + e^-2d) - log 2)        d = ŷ - y
 *
 * Shapes: [batch, ..., outputs] twice → [batch, ...]
 */
export const logCosh: LossFactory<NoOptions> = defineLoss<NoOptions>({
  type: 'logCosh',
  defaults: {},
  values(yTrue, yPred) {
    const [target, prediction] = fitTargets(yTrue, yPred, 'logCosh');
    const difference = sub(prediction, target);
    return meanOfLast(sub(add(difference, softplus(mul(difference, -2))), Math.LN2));
  },
});
