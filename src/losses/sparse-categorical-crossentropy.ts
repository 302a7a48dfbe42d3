import { show, ValueError } from '../errors.js';
import { normalizeAxis, sameShape } from '../graph/dim.js';
import type { Tensor } from '../graph/tensor.js';
import {
  cast,
  div,
  gatherLast,
  log,
  neg,
  notEqual,
  reduceSum,
  reshape,
  where as select,
  sparseSoftmaxCrossEntropy,
} from '../ops/index.js';
import { moveLast } from './categorical-crossentropy.js';
import { type CrossentropyOptions, checkCrossentropy } from './check-options.js';
import { defineLoss, type LossFactory } from './define-loss.js';
import { targetsMisfit } from './fit-ranks.js';
import { logitsFor } from './logits-of.js';
import { clipProbability } from './numbers.js';
import { idsOf } from './target-range.js';

export interface SparseCrossentropyOptions extends Omit<CrossentropyOptions, 'labelSmoothing'> {
  /** Labels that do not count, such as 255 for 'unlabelled'; null for none. @default null */
  ignoreClass?: number | null;
}

/**
 * Cross-entropy of labels given as ids of classes, 0 to classes - 1, against predicted probabilities.
 *
 *     l = -log p[y]        p = ŷ / Σ ŷ, clipped to [1e-7, 1 - 1e-7]
 *     from logits z:  -log softmax(z)[y]
 *
 * Where y is `ignoreClass`, l is 0 and the place is left out of the mean. Probabilities that come straight out of a softmax along
 * `axis` are not used: the loss is computed from its logits, which is cheaper, and exact where probabilities round to 0 or 1.
 *
 * Shapes: [batch, ...] or [batch, ..., 1], [batch, ..., classes] → [batch, ...]
 */
export const sparseCategoricalCrossentropy: LossFactory<SparseCrossentropyOptions> =
  defineLoss<SparseCrossentropyOptions>({
    type: 'sparseCategoricalCrossentropy',
    defaults: { fromLogits: false, ignoreClass: null, axis: -1 },
    check(options, where) {
      checkCrossentropy(options, where);
      const { ignoreClass } = options;
      if (ignoreClass !== null && !Number.isInteger(ignoreClass)) {
        throw new ValueError(`${where}: ignoreClass`, 'a whole number or null', show(ignoreClass));
      }
    },
    values(yTrue, yPred, { fromLogits, ignoreClass, axis }) {
      const where = 'sparseCategoricalCrossentropy';
      const labels = fitIds(yTrue, yPred, where, axis);
      const valid = ignoreClass === null ? undefined : notEqual(labels, ignoreClass);
      const ids = cast(valid === undefined ? labels : select(valid, labels, 0), 'int32');
      const logits = logitsFor(yPred, 'softmax', { fromLogits, where, axis });
      const losses =
        logits === undefined
          ? fromProbabilities(moveLast(yPred, axis), ids)
          : sparseSoftmaxCrossEntropy(moveLast(logits, axis), ids);
      return valid === undefined ? losses : select(valid, losses, 0);
    },
    targets: (_, { shape }, { axis, ignoreClass }) => idsOf(shape.at(axis)!, ignoreClass),
    valid(yTrue, yPred, { ignoreClass, axis }) {
      if (ignoreClass === null) return undefined;
      return notEqual(fitIds(yTrue, yPred, 'sparseCategoricalCrossentropy', axis), ignoreClass);
    },
  });

function fromProbabilities(predictions: Tensor, ids: Tensor): Tensor {
  const share = div(gatherLast(predictions, ids), reduceSum(predictions, { axes: [-1] }));
  return neg(log(clipProbability(share)));
}

/**
 * Ids of classes in the shape of the losses, [batch, ...].
 *
 * @throws ShapeError if there is not one for each place of the predictions.
 */
export function fitIds(yTrue: Tensor, yPred: Tensor, where: string, axis = -1): Tensor {
  const at = normalizeAxis(axis, yPred.shape.length, `${where}: axis`);
  if (yPred.shape[at] === 1) {
    const fix =
      'One output is no choice: use binaryCrossentropy, or end the model with one unit for each class.';
    throw targetsMisfit(where, yTrue, yPred, fix);
  }
  const places = yPred.shape.toSpliced(at, 1);
  if (sameShape(yTrue.shape, places)) return yTrue;
  if (sameShape(yTrue.shape, yPred.shape.with(at, 1))) return reshape(yTrue, places);
  const fix = sameShape(yTrue.shape, yPred.shape)
    ? 'If labels are one-hot rows, use categoricalCrossentropy, or give the ids of the classes.'
    : 'Give one class id for each place of the predictions.';
  throw targetsMisfit(where, yTrue, yPred, fix);
}
