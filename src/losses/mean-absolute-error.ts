import { abs, sub } from '../ops/index.js';
import { defineLoss, type LossFactory, type NoOptions } from './define-loss.js';
import { fitTargets } from './fit-ranks.js';
import { meanOfLast } from './numbers.js';

/**
 * The mean of absolute differences over the outputs.
 *
 *     l = mean |y - ŷ|
 *
 * Shapes: [batch, ..., outputs] twice → [batch, ...]
 */
export const meanAbsoluteError: LossFactory<NoOptions> = defineLoss<NoOptions>({
  type: 'meanAbsoluteError',
  defaults: {},
  values(yTrue, yPred) {
    const [target, prediction] = fitTargets(yTrue, yPred, 'meanAbsoluteError');
    return meanOfLast(abs(sub(target, prediction)));
  },
});
