import { show, UnknownNameError, ValueError } from '../errors.js';

/**
 * Options with their defaults. An option that is undefined was not given; so is null, as JSON spells it, unless it has a
 * default other than undefined.
 *
 * @param type What takes them: `dense`.
 * @param more Names that are options too, without a default.
 * @throws UnknownNameError for an option that is not known.
 */
export function resolveOptions<Options extends object>(
  type: string,
  given: Options | undefined,
  defaults: object,
  more: readonly string[] = [],
): Options {
  if (given !== undefined && (typeof given !== 'object' || given === null || Array.isArray(given))) {
    throw new ValueError(type, 'an object of options', show(given), `Write ${type}({ … }).`);
  }
  const options = { ...defaults } as Record<string, unknown>;
  const known = [...Object.keys(defaults), ...more];
  for (const [name, value] of Object.entries(given ?? {})) {
    if (!known.includes(name)) throw new UnknownNameError(type, 'option', name, known);
    if (value === undefined || (value === null && options[name] === undefined)) continue;
    options[name] = value;
  }
  return options as Options;
}
