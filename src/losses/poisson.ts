import { add, log, mul, sub } from '../ops/index.js';
import { defineLoss, type LossFactory, type NoOptions } from './define-loss.js';
import { fitTargets } from './fit-ranks.js';
import { epsilon, meanOfLast } from './numbers.js';

/**
 * The negative logarithm of the likelihood of counts, up to what does not depend on the prediction.
 *
 *     l = mean (ŷ - y log(ŷ + 1e-7))        ŷ > 0 is the expected count
 *
 * Shapes: [batch, ..., outputs] twice → [batch, ...]
 */
export const poisson: LossFactory<NoOptions> = defineLoss<NoOptions>({
  type: 'poisson',
  defaults: {},
  values(yTrue, yPred) {
    const [target, prediction] = fitTargets(yTrue, yPred, 'poisson');
    return meanOfLast(sub(prediction, mul(target, log(add(prediction, epsilon)))));
  },
});
