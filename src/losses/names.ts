/** `'meanSquaredError'` as `'mean_squared_error'`. */
export type SnakeCase<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `_${Lowercase<First>}`}${SnakeCase<Rest>}`
  : Name;

/** A name as we write it, as Keras's functions are called, and as Keras's classes are. */
export type Spellings<Name extends string> = Name | SnakeCase<Name> | Capitalize<Name>;

/** The entries of a table under all of their spellings, and under other names. */
export function withSpellings<Entry, Name extends string>(
  entries: Readonly<Record<Name, Entry>>,
  aliases: Readonly<Record<string, Name>>,
): ReadonlyMap<string, Entry> {
  const all = new Map<string, Entry>();
  for (const [name, entry] of Object.entries<Entry>(entries)) {
    const snake = name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    for (const spelling of [name, snake, `${name[0].toUpperCase()}${name.slice(1)}`])
      all.set(spelling, entry);
  }
  for (const [alias, name] of Object.entries(aliases)) all.set(alias, entries[name]);
  return all;
}
