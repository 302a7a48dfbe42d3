import { abs, div, maximum, mul, sub } from '../ops/index.js';
import { defineLoss, type LossFactory, type NoOptions } from './define-loss.js';
import { fitTargets } from './fit-ranks.js';
import { epsilon, meanOfLast } from './numbers.js';

/**
 * The mean of differences in per cent of the target.
 *
 *     l = 100 · mean |y - ŷ| / max(|y|, 1e-7)
 *
 * A target of 0 makes it 1e9 times the difference. Shapes: [batch, ..., outputs] twice → [batch, ...]
 */
export const meanAbsolutePercentageError: LossFactory<NoOptions> = defineLoss<NoOptions>({
  type: 'meanAbsolutePercentageError',
  defaults: {},
  values(yTrue, yPred) {
    const [target, prediction] = fitTargets(yTrue, yPred, 'meanAbsolutePercentageError');
    const share = div(abs(sub(target, prediction)), maximum(abs(target), epsilon));
    return mul(meanOfLast(share), 100);
  },
});
