import { readFileSync } from 'node:fs';

/** The version that package.json names, of the sources and of the built package alike. */
export function packageVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
