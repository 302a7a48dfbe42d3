import { log, mul, pow, reduceSum, softmax, sub } from '../ops/index.js';
import { expectCategories, moveLast, normalized } from './categorical-crossentropy.js';
import { type CrossentropyOptions, checkCrossentropy, expectNumber } from './check-options.js';
import { defineLoss, type LossFactory } from './define-loss.js';
import { clipProbability, smooth } from './numbers.js';

export interface CategoricalFocalOptions extends CrossentropyOptions {
  /** Multiplies the loss. @default 0.25 */
  alpha?: number;
  /** How strongly easy examples are played down, 0 or more. @default 2 */
  gamma?: number;
}

/**
 * Categorical cross-entropy in which examples that are right already count less, for one-hot labels.
 *
 *     l = -Σ α (1 - p)^γ y log p        p = ŷ / Σ ŷ, clipped to [1e-7, 1 - 1e-7]
 *
 * Reference: Lin et al. 2017, arXiv 1708.02002. Shapes: [batch, ..., classes] twice → [batch, ...]
 */
export const categoricalFocalCrossentropy: LossFactory<CategoricalFocalOptions> =
  defineLoss<CategoricalFocalOptions>({
    type: 'categoricalFocalCrossentropy',
    defaults: { alpha: 0.25, gamma: 2, fromLogits: false, labelSmoothing: 0, axis: -1 },
    check(options, where) {
      checkCrossentropy(options, where);
      expectNumber(`${where}: alpha`, options.alpha, 0);
      expectNumber(`${where}: gamma`, options.gamma, 0);
    },
    values(yTrue, yPred, { alpha, gamma, fromLogits, labelSmoothing, axis }) {
      expectCategories(yTrue, yPred, 'categoricalFocalCrossentropy', axis);
      const labels = smooth(moveLast(yTrue, axis), labelSmoothing, yTrue.shape.at(axis) as number);
      const given = moveLast(yPred, axis);
      const p = clipProbability(normalized(fromLogits ? softmax(given) : given));
      const each = mul(labels, log(p));
      const focal = gamma === 0 ? each : mul(pow(sub(1, p), gamma), each);
      return mul(reduceSum(focal, { axes: [-1] }), -alpha);
    },
  });
