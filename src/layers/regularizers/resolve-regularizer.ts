import { show, ValueError } from '../../errors.js';
import { byName } from '../by-name.js';
import type { RegularizerFactory } from './define-regularizer.js';
import * as builtIn from './index.js';
import type { Regularizer } from './regularizer.js';

/** The names of the built-in regularizers. */
export type RegularizerName = keyof typeof builtIn;

/** A regularizer as plain data, as files hold it. */
export interface RegularizerConfig {
  readonly type: RegularizerName;
  readonly options?: Readonly<Record<string, unknown>>;
}

/** What stands for a regularizer where one is asked for: its name, its config, or itself. */
export type RegularizerLike = RegularizerName | RegularizerConfig | Regularizer;

/**
 * The regularizer of a name (with its defaults) or of a config; none for undefined. A regularizer is given back as it is.
 *
 * @throws UnknownNameError for a name that is not built in.
 */
export function resolveRegularizer(
  regularizer: RegularizerLike | undefined,
  where: string,
): Regularizer | undefined {
  if (regularizer === undefined) return undefined;
  if (typeof regularizer === 'object' && regularizer !== null) {
    if ('penalty' in regularizer) return regularizer;
    if (typeof regularizer.type === 'string') return made(regularizer.type, regularizer.options, where);
  }
  if (typeof regularizer === 'string') return made(regularizer, {}, where);
  throw new ValueError(
    where,
    'a name, a config { type, options } or a regularizer',
    show(regularizer),
    "Use 'l2' or regularizers.l2({ l2: 0.01 }).",
  );
}

function made(name: string, options: object | undefined, where: string): Regularizer {
  const factories = builtIn as unknown as Readonly<Record<string, RegularizerFactory<object>>>;
  return byName(factories, name, 'regularizer', where)(options ?? {});
}
