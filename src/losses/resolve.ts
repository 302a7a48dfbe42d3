import { show, UnknownNameError, ValueError } from '../errors.js';
import type { Tensor } from '../graph/tensor.js';
import type { AnyLossFactory, Loss } from './define-loss.js';
import { fitRanks } from './fit-ranks.js';
import * as builtIn from './index.js';
import { type Spellings, withSpellings } from './names.js';

const aliases = {
  mse: 'meanSquaredError',
  MSE: 'meanSquaredError',
  mae: 'meanAbsoluteError',
  MAE: 'meanAbsoluteError',
  mape: 'meanAbsolutePercentageError',
  MAPE: 'meanAbsolutePercentageError',
  msle: 'meanSquaredLogarithmicError',
  MSLE: 'meanSquaredLogarithmicError',
  bce: 'binaryCrossentropy',
  BCE: 'binaryCrossentropy',
  kld: 'klDivergence',
  KLD: 'klDivergence',
  KLDivergence: 'klDivergence',
  logcosh: 'logCosh',
  ce: 'crossentropy',
} as const;

/** Names of losses: as exported, as in Keras, and short. */
export type LossName = Spellings<keyof typeof builtIn> | keyof typeof aliases;

/** A loss as its type and options, as read from JSON. */
export interface LossConfig {
  type: string;
  options?: Readonly<Record<string, unknown>>;
}

/**
 * A loss of your own, made of ops: the loss of each sample, [batch, ...], from targets and predictions. As in Keras the two have
 * one rank where they differ by a last axis of 1: targets [batch] come as [batch, 1] beside predictions [batch, 1].
 */
export type LossFunction = (yTrue: Tensor, yPred: Tensor) => Tensor;

/** What stands for a loss where one is asked for. */
export type LossLike = LossName | Loss | LossConfig | LossFunction | AnyLossFactory;

const byName = withSpellings<AnyLossFactory, keyof typeof builtIn>({ ...builtIn }, aliases);

/**
 * The loss that a name, a config or a function stands for; a loss is given back as it is. A function's losses are averaged
 * over the batch.
 *
 * @param where The option that asks, for messages.
 * @param custom Factories of losses that are not built in, for configs.
 * @throws UnknownNameError for a name that is not known.
 */
export function resolveLoss(spec: LossLike, where = 'loss', custom: readonly AnyLossFactory[] = []): Loss {
  if (typeof spec === 'function') return 'definition' in spec ? spec() : lossFromFunction(spec);
  if (typeof spec === 'object' && spec !== null && 'values' in spec) return spec;
  const { type, options } = typeof spec === 'string' ? { type: spec } : (spec ?? {});
  if (typeof type !== 'string') {
    throw new ValueError(where, 'the name of a loss, a loss, its config or a function', show(spec));
  }
  const factory = custom.find((each) => each.type === type) ?? byName.get(type);
  if (factory === undefined) {
    throw new UnknownNameError(where, 'loss', type, [...Object.keys(builtIn), ...Object.keys(aliases)]);
  }
  return factory((options ?? {}) as never);
}

function lossFromFunction(given: LossFunction): Loss {
  const name = given.name === '' ? 'custom' : given.name;
  const values = (yTrue: Tensor, yPred: Tensor) => given(...fitRanks(yTrue, yPred));
  return { type: name, options: {}, name, reduction: 'sumOverBatchSize', values };
}
