import { square, sub } from '../ops/index.js';
import { defineLoss, type LossFactory, type NoOptions } from './define-loss.js';
import { fitTargets } from './fit-ranks.js';
import { meanOfLast } from './numbers.js';

/**
 * The mean of squared differences over the outputs.
 *
 *     l = mean (y - ŷ)²
 *
 * Shapes: [batch, ..., outputs] twice → [batch, ...]
 */
export const meanSquaredError: LossFactory<NoOptions> = defineLoss<NoOptions>({
  type: 'meanSquaredError',
  defaults: {},
  values(yTrue, yPred) {
    const [target, prediction] = fitTargets(yTrue, yPred, 'meanSquaredError');
    return meanOfLast(square(sub(target, prediction)));
  },
});
