import { div, log, mul, reduceSum } from '../ops/index.js';
import { defineLoss, type LossFactory, type NoOptions } from './define-loss.js';
import { fitTargets } from './fit-ranks.js';
import { clip, epsilon } from './numbers.js';

/**
 * The Kullback-Leibler divergence of predicted probabilities from true ones.
 *
 *     l = Σ y log(y / ŷ)        both clipped to [1e-7, 1]
 *
 * Shapes: [batch, ..., outputs] twice → [batch, ...]
 */
export const klDivergence: LossFactory<NoOptions> = defineLoss<NoOptions>({
  type: 'klDivergence',
  defaults: {},
  values(yTrue, yPred) {
    const [target, prediction] = fitTargets(yTrue, yPred, 'klDivergence');
    const truth = clip(target, epsilon, 1);
    const ratio = div(truth, clip(prediction, epsilon, 1));
    return reduceSum(mul(truth, log(ratio)), { axes: [-1] });
  },
});
