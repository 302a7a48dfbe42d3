import { showShape } from '../array/ndarray.js';
import { ShapeError } from '../errors.js';
import { type Dim, sameShape } from '../graph/dim.js';
import type { Tensor } from '../graph/tensor.js';
import { expandDims, reshape } from '../ops/index.js';

/**
 * Two tensors brought to one rank where they differ by a last axis of 1, as Keras's `squeeze_or_expand_to_same_rank` does:
 * a vector gets the axis ([batch] beside [batch, 1] becomes [batch, 1]), otherwise the larger one loses it.
 */
export function fitRanks(a: Tensor, b: Tensor): [Tensor, Tensor] {
  if (a.shape.length === b.shape.length + 1 && a.shape.at(-1) === 1) {
    return b.shape.length === 1 ? [a, expandDims(b, -1)] : [withoutLast(a), b];
  }
  if (b.shape.length === a.shape.length + 1 && b.shape.at(-1) === 1) {
    return a.shape.length === 1 ? [expandDims(a, -1), b] : [a, withoutLast(b)];
  }
  return [a, b];
}

function withoutLast(x: Tensor): Tensor {
  return reshape(x, x.shape.slice(0, -1));
}

/**
 * Targets and predictions of one rank, whose shapes must then be equal. Where both are [batch] they become [batch, 1]: each
 * sample keeps a loss of its own.
 *
 * @param where The loss or metric that refuses.
 * @throws ShapeError naming both shapes. (Keras lets [batch, 1] stretch beside [batch, 3]; that is hardly ever meant.)
 */
export function fitTargets(yTrue: Tensor, yPred: Tensor, where: string): [Tensor, Tensor] {
  const fitted = fitRanks(yTrue, yPred);
  if (!sameShape(fitted[0].shape, fitted[1].shape)) {
    throw targetsMisfit(where, yTrue, yPred, remedy(yTrue.shape, yPred.shape));
  }
  return fitted[0].shape.length === 1 ? [expandDims(fitted[0], -1), expandDims(fitted[1], -1)] : fitted;
}

/** The error for targets that do not go with the predictions. */
export function targetsMisfit(where: string, yTrue: Tensor, yPred: Tensor, fix: string): ShapeError {
  const expected = `targets that fit predictions of shape ${showShape(yPred.shape)}`;
  return new ShapeError(where, expected, `targets of shape ${showShape(yTrue.shape)}`, fix);
}

function remedy(targets: readonly Dim[], predictions: readonly Dim[]): string {
  const units = targets.at(-1);
  if (targets.length === predictions.length && sameShape(targets.slice(0, -1), predictions.slice(0, -1))) {
    return `End the model with ${units} units, or give ${predictions.at(-1)} targets for each sample.`;
  }
  return 'Let the model end in the shape of the targets, or reshape the targets.';
}
