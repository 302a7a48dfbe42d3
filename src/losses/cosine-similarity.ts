import type { Tensor } from '../graph/tensor.js';
import { div, maximum, mul, neg, reduceSum, sqrt, square } from '../ops/index.js';
import { expectWhole } from './check-options.js';
import { defineLoss, type LossFactory } from './define-loss.js';
import { fitTargets } from './fit-ranks.js';
import { epsilon } from './numbers.js';

export interface CosineSimilarityOptions {
  /** The axis along which a vector lies; negative ones count from the end. @default -1 */
  axis?: number;
}

/**
 * The negative cosine of the angle between target and prediction: -1 where they point the same way, 1 where opposite.
 *
 *     l = -Σ (y / |y|) (ŷ / |ŷ|)        0 where either is all zeros
 *
 * The metric of the same name has the sign of the cosine itself. Shapes: [batch, ..., outputs] twice → [batch, ...]
 */
export const cosineSimilarity: LossFactory<CosineSimilarityOptions> = defineLoss<CosineSimilarityOptions>({
  type: 'cosineSimilarity',
  defaults: { axis: -1 },
  check: ({ axis }, where) => expectWhole(`${where}: axis`, axis),
  values: (yTrue, yPred, { axis }) => neg(cosine(yTrue, yPred, axis)),
});

/** Σ (y / |y|) (ŷ / |ŷ|) along an axis */
export function cosine(yTrue: Tensor, yPred: Tensor, axis: number): Tensor {
  const [target, prediction] = fitTargets(yTrue, yPred, 'cosineSimilarity');
  return reduceSum(mul(direction(target, axis), direction(prediction, axis)), { axes: [axis] });
}

/** x / |x|, and 0 where x is: |x| counts as 1e-7 at least, before the root, whose slope at 0 is infinite. */
function direction(x: Tensor, axis: number): Tensor {
  const squares = reduceSum(square(x), { axes: [axis], keepDims: true });
  return div(x, sqrt(maximum(squares, epsilon ** 2)));
}
