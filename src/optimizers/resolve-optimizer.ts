import type * as builtIn from './index.js';
import type { Optimizer, OptimizerConfig } from './optimizer.js';
import { optimizerFromConfig } from './optimizer-from-config.js';

/** The names of the built-in optimizers. */
export type OptimizerName = keyof typeof builtIn;

/** What stands for an optimizer where one is asked for: its name (with its defaults), its config, or itself. */
export type OptimizerLike = OptimizerName | OptimizerConfig | Optimizer;

/**
 * The optimizer that is meant.
 * @param where Who asks, for errors: `compile: optimizer`.
 * @throws UnknownNameError for a name that is not built in.
 */
export function resolveOptimizer(value: OptimizerLike, where = 'optimizer'): Optimizer {
  if (typeof value === 'string') return optimizerFromConfig({ type: value, options: {} }, [], where);
  if (typeof value === 'object' && value !== null && 'update' in value) return value;
  return optimizerFromConfig(value, [], where);
}
