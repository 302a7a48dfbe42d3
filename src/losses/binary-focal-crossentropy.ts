import { add, mul, pow, reduceMean, sigmoid, sub } from '../ops/index.js';
import { entropyOf, fitBinary } from './binary-crossentropy.js';
import { type CrossentropyOptions, checkCrossentropy, expectFlag, expectNumber } from './check-options.js';
import { defineLoss, type LossFactory } from './define-loss.js';
import { meanOfLast, smooth } from './numbers.js';
import { zeroToOne } from './target-range.js';

export interface BinaryFocalOptions extends CrossentropyOptions {
  /** Whether yes counts α and no 1 - α. @default false */
  applyClassBalancing?: boolean;
  /** The weight of yes, 0 to 1. @default 0.25 */
  alpha?: number;
  /** How strongly easy examples are played down, 0 or more. @default 2 */
  gamma?: number;
}

/**
 * Binary cross-entropy in which examples that are right already count less.
 *
 *     l = mean (1 - q)^γ (-y log p - (1 - y) log(1 - p))        q = y p + (1 - y)(1 - p)
 *
 * Reference: Lin et al. 2017, arXiv 1708.02002. Shapes: [batch, ..., outputs] twice → [batch, ...]
 */
export const binaryFocalCrossentropy: LossFactory<BinaryFocalOptions> = defineLoss<BinaryFocalOptions>({
  type: 'binaryFocalCrossentropy',
  defaults: {
    applyClassBalancing: false,
    alpha: 0.25,
    gamma: 2,
    fromLogits: false,
    labelSmoothing: 0,
    axis: -1,
  },
  check(options, where) {
    checkCrossentropy(options, where);
    expectFlag(`${where}: applyClassBalancing`, options.applyClassBalancing);
    expectNumber(`${where}: alpha`, options.alpha, 0, 1);
    expectNumber(`${where}: gamma`, options.gamma, 0);
  },
  targets: () => zeroToOne,
  values(yTrue, yPred, { applyClassBalancing, alpha, gamma, fromLogits, labelSmoothing, axis }) {
    const [target, prediction] = fitBinary(yTrue, yPred, 'binaryFocalCrossentropy');
    const labels = smooth(target, labelSmoothing, 2);
    const p = fromLogits ? sigmoid(prediction) : prediction;
    const others = sub(1, labels);
    const right = add(mul(labels, p), mul(others, sub(1, p)));
    const entropy = entropyOf(labels, p);
    const focal = gamma === 0 ? entropy : mul(pow(sub(1, right), gamma), entropy);
    const balance = add(mul(labels, alpha), mul(others, 1 - alpha));
    const each = applyClassBalancing ? mul(balance, focal) : focal;
    return axis === -1 ? meanOfLast(each) : reduceMean(each, { axes: [axis] });
  },
});
