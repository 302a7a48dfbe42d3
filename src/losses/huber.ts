import { abs, lessEqual, mul, square, sub, where } from '../ops/index.js';
import { expectNumber } from './check-options.js';
import { defineLoss, type LossFactory } from './define-loss.js';
import { fitTargets } from './fit-ranks.js';
import { meanOfLast } from './numbers.js';

export interface HuberOptions {
  /** Differences up to it count squared, larger ones as they are; above 0. @default 1 */
  delta?: number;
}

/**
 * Squared differences where they are small, absolute ones where they are large: outliers pull less.
 *
 *     l = mean of  d² / 2            where |d| ≤ δ
 *                  δ |d| - δ² / 2    elsewhere        d = ŷ - y
 *
 * Shapes: [batch, ..., outputs] twice → [batch, ...]
 */
export const huber: LossFactory<HuberOptions> = defineLoss<HuberOptions>({
  type: 'huber',
  defaults: { delta: 1 },
  check: ({ delta }, where) => expectNumber(`${where}: delta`, delta, 0),
  values(yTrue, yPred, { delta }) {
    const [target, prediction] = fitTargets(yTrue, yPred, 'huber');
    const difference = sub(prediction, target);
    const size = abs(difference);
    const near = mul(square(difference), 0.5);
    return meanOfLast(where(lessEqual(size, delta), near, sub(mul(size, delta), 0.5 * delta ** 2)));
  },
});
