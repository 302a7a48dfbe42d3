import { binaryCrossentropy } from './binary-crossentropy.js';
import { categoricalCrossentropy } from './categorical-crossentropy.js';
import { type CrossentropyOptions, checkCrossentropy } from './check-options.js';
import { defineLoss, type LossFactory } from './define-loss.js';
import { labelKind } from './label-kind.js';
import { sparseCategoricalCrossentropy } from './sparse-categorical-crossentropy.js';

const forKind: Readonly<
  Record<ReturnType<typeof labelKind>, LossFactory<Pick<CrossentropyOptions, 'fromLogits'>>>
> = {
  binary: binaryCrossentropy,
  ids: sparseCategoricalCrossentropy,
  oneHot: categoricalCrossentropy,
};

/**
 * Cross-entropy of the kind that the shapes ask for: `binaryCrossentropy` for one output, `sparseCategoricalCrossentropy` for
 * labels that are ids of classes, `categoricalCrossentropy` for one-hot ones. Keras has it under the names 'crossentropy' and
 * 'ce' only.
 *
 * Shapes: [batch, ...] or [batch, ..., 1] or [batch, ..., outputs], [batch, ..., outputs] → [batch, ...]
 */
export const crossentropy: LossFactory<Pick<CrossentropyOptions, 'fromLogits'>> = defineLoss<
  Pick<CrossentropyOptions, 'fromLogits'>
>({
  type: 'crossentropy',
  defaults: { fromLogits: false },
  check: ({ fromLogits }, where) => checkCrossentropy({ fromLogits, axis: -1 }, where),
  targets: (yTrue, yPred, { fromLogits }) =>
    forKind[labelKind(yTrue, yPred)]({ fromLogits }).targets?.(yTrue, yPred),
  values: (yTrue, yPred, { fromLogits }) =>
    forKind[labelKind(yTrue, yPred)]({ fromLogits }).values(yTrue, yPred),
});
