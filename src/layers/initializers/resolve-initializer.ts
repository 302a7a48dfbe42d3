import { show, ValueError } from '../../errors.js';
import { byName } from '../by-name.js';
import type { InitializerFactory } from './define-initializer.js';
import * as builtIn from './index.js';
import type { Initializer } from './initializer.js';

/** The names of the built-in initializers. */
export type InitializerName = keyof typeof builtIn;

/** An initializer as plain data, as files hold it. */
export interface InitializerConfig {
  readonly type: InitializerName;
  readonly options?: Readonly<Record<string, unknown>>;
}

/** What stands for an initializer where one is asked for: its name, its config, or itself. */
export type InitializerLike = InitializerName | InitializerConfig | Initializer;

/**
 * The initializer of a name (with its defaults) or of a config. An initializer is given back as it is.
 *
 * @throws UnknownNameError for a name that is not built in.
 */
export function resolveInitializer(initializer: InitializerLike, where: string): Initializer {
  if (typeof initializer === 'object' && initializer !== null) {
    if ('fill' in initializer) return initializer;
    if (typeof initializer.type === 'string') return made(initializer.type, initializer.options, where);
  }
  if (typeof initializer === 'string') return made(initializer, {}, where);
  throw new ValueError(
    where,
    'a name, a config { type, options } or an initializer',
    show(initializer),
    "Use 'zeros' or initializers.zeros().",
  );
}

function made(name: string, options: object | undefined, where: string): Initializer {
  const factories = builtIn as unknown as Readonly<Record<string, InitializerFactory<object>>>;
  return byName(factories, name, 'initializer', where)(options ?? {});
}
