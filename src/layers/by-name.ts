import { UnknownNameError } from '../errors.js';

/**
 * The value of `known` under a name, in Keras's spellings too: `glorot_uniform` and `GlorotUniform` are `glorotUniform`.
 *
 * @throws UnknownNameError with the valid names and the nearest one.
 */
export function byName<T>(known: Readonly<Record<string, T>>, name: string, kind: string, where: string): T {
  const camelCase = name.replaceAll(/_+([a-z0-9])/gi, (_, letter: string) => letter.toUpperCase());
  for (const spelling of [name, camelCase, camelCase.charAt(0).toLowerCase() + camelCase.slice(1)]) {
    if (Object.hasOwn(known, spelling)) return known[spelling];
  }
  throw new UnknownNameError(where, kind, name, Object.keys(known).sort());
}
