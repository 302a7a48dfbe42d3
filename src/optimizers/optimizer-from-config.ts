import { show, UnknownNameError, ValueError } from '../errors.js';
import type { OptimizerFactory } from './define-optimizer.js';
import * as builtIn from './index.js';
import type { Optimizer, OptimizerConfig } from './optimizer.js';

/** A factory of some optimizer, its options not checked by the compiler. */
type AnyOptimizerFactory = OptimizerFactory<never>;

/**
 * The optimizer of a config, as read from JSON.
 * @param custom Factories that are not built in.
 * @param where Who asks, for errors.
 * @throws UnknownNameError for a type that is neither built in nor custom.
 */
export function optimizerFromConfig(
  config: OptimizerConfig,
  custom: readonly AnyOptimizerFactory[] = [],
  where = 'optimizer',
): Optimizer {
  if (typeof config !== 'object' || config === null || typeof config.type !== 'string') {
    throw new ValueError(where, 'a name or a config { type, options }', show(config));
  }
  const factories: readonly AnyOptimizerFactory[] = [...custom, ...Object.values(builtIn)];
  const factory = factories.find(({ type }) => type === config.type);
  if (factory === undefined) {
    const types = factories.map(({ type }) => type);
    throw new UnknownNameError(where, 'optimizer', config.type, types);
  }
  return factory((config.options ?? {}) as never);
}
