import { show, UnknownNameError, ValueError } from '../errors.js';
import type { OptimizerFactory } from './define-optimizer.js';
import * as builtIn from './index.js';
import type { Optimizer, OptimizerConfig } from './optimizer.js';

/** The names of the built-in optimizers. */
export type OptimizerName = keyof typeof builtIn;

/** What stands for an optimizer where one is asked for: its name, its config, or itself. */
export type OptimizerLike = OptimizerName | OptimizerConfig | Optimizer;

/** A factory of some optimizer, its options not checked by the compiler. */
type AnyOptimizerFactory = OptimizerFactory<never>;

/**
 * The optimizer of a name (with its defaults), or of a config, as read from JSON. An optimizer is given back as it is.
 * @param custom Factories that are not built in.
 * @throws UnknownNameError for a name that is neither built in nor custom.
 */
export function optimizerFromConfig(
  config: OptimizerLike,
  custom: readonly AnyOptimizerFactory[] = [],
): Optimizer {
  const { type, options } = typeof config === 'string' ? { type: config, options: {} } : (config ?? {});
  if (typeof type !== 'string') {
    throw new ValueError('optimizer', 'a name or a config { type, options }', show(config));
  }
  if (typeof config === 'object' && 'update' in config) return config;
  const factories: readonly AnyOptimizerFactory[] = [...custom, ...Object.values(builtIn)];
  const factory = factories.find((candidate) => candidate.type === type);
  if (factory === undefined) {
    throw new UnknownNameError(
      'optimizer',
      'optimizer',
      type,
      factories.map((candidate) => candidate.type),
    );
  }
  return factory((options ?? {}) as never);
}
