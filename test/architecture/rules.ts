import { posix } from 'node:path';
import type { Source } from './sources.js';

/** Part of the sources (a folder of `src/`, or one file) → the parts that it may import. */
export type Directions = Readonly<Record<string, readonly string[]>>;

/** The part that a file belongs to: the longest name in the table that is the file or a folder around it. */
export function partOf(path: string, directions: Directions): string | undefined {
  const stem = path.replace(/\.ts$/, '');
  return Object.keys(directions)
    .filter((part) => stem === part || stem.startsWith(`${part}/`))
    .sort((a, b) => b.length - a.length)[0];
}

/** Tests may import anything: nothing is built on them. */
export function isTest(path: string): boolean {
  return path.endsWith('.test.ts') || path.startsWith('testing/');
}

/** Imports against the direction of the table, one sentence each. */
export function wrongDirections(sources: readonly Source[], directions: Directions): string[] {
  return sources
    .filter(({ path }) => !isTest(path))
    .flatMap(({ path, imports }) => {
      const from = partOf(path, directions);
      if (from === undefined) return [`${path} is in no part that the table of directions names.`];
      return unique(imports.map(({ specifier }) => targetOf(path, specifier))).flatMap((target) => {
        if (target === undefined) return [];
        if (isTest(target)) return [`${path} imports ${target}, which only tests may.`];
        const to = partOf(target, directions);
        if (to === from || (to !== undefined && directions[from]?.includes(to))) return [];
        return [`${path} imports ${shown(to ?? target, target)}, which ${shown(from, path)} may not.`];
      });
    });
}

/** Imports of packages (and of `node:`) outside the parts that own them. `owners`: package → parts. */
export function strayPackages(
  sources: readonly Source[],
  directions: Directions,
  owners: Readonly<Record<string, readonly string[]>>,
): string[] {
  return sources
    .filter(({ path }) => !isTest(path))
    .flatMap(({ path, imports }) =>
      unique(imports.map(({ specifier }) => packageOf(specifier))).flatMap((name) => {
        if (name === undefined || owners[name]?.includes(partOf(path, directions) ?? '')) return [];
        const list = owners[name];
        return [
          list === undefined
            ? `${path} imports the package ${name}, which no part may.`
            : `${path} imports ${name === 'node:' ? 'a node: module' : `the package ${name}`}, which only ${list.map((part) => `${part}/`).join(' and ')} may.`,
        ];
      }),
    );
}

/** Use of a global's members outside the parts that own it. */
export function strayGlobals(
  sources: readonly Source[],
  directions: Directions,
  owners: Readonly<Record<string, readonly string[]>>,
): string[] {
  return sources
    .filter(({ path }) => !isTest(path))
    .flatMap(({ path, globals }) =>
      globals
        .filter(
          (name) => Object.hasOwn(owners, name) && !owners[name]?.includes(partOf(path, directions) ?? ''),
        )
        .map(
          (name) =>
            `${path} uses ${name}, which only ${owners[name]?.map((part) => `${part}/`).join(' and ')} may.`,
        ),
    );
}

/** Circles of files that load each other. Types are erased and `import()` waits, so neither counts. */
export function importCycles(sources: readonly Source[]): string[] {
  const known = new Set(sources.map(({ path }) => path));
  const targets = new Map(
    sources.map(({ path, imports }) => [
      path,
      imports
        .filter(({ typeOnly, lazy }) => !typeOnly && !lazy)
        .map(({ specifier }) => targetOf(path, specifier))
        .filter((target) => target !== undefined && known.has(target)) as string[],
    ]),
  );
  const done = new Set<string>();
  const cycles: string[] = [];
  const follow = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) cycles.push(`${[...trail.slice(start), path].join(' → ')} is a circle.`);
    if (start >= 0 || done.has(path)) return;
    for (const target of targets.get(path) ?? []) follow(target, [...trail, path]);
    done.add(path);
  };
  for (const { path } of sources) follow(path, []);
  return cycles;
}

/** Files longer than `most` lines. */
export function longFiles(sources: readonly Source[], most: number): string[] {
  return sources
    .filter(({ lines }) => lines > most)
    .map(({ path, lines }) => `${path} has ${lines} lines, ${most} are the most. Split it.`);
}

export function defaultExports(sources: readonly Source[]): string[] {
  return sources
    .filter(({ hasDefaultExport }) => hasDefaultExport)
    .map(({ path }) => `${path} has a default export. Export it by its name.`);
}

/** Each folder's index is its table of contents. */
export function codeInIndexes(sources: readonly Source[]): string[] {
  return sources
    .filter(({ path, hasOwnCode }) => posix.basename(path) === 'index.ts' && hasOwnCode)
    .map(({ path }) => `${path} holds code. An index holds export lines only.`);
}

/** `./shape.js` in `array/nested.ts` → `array/shape.ts`; undefined for a package. */
function targetOf(path: string, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined;
  return posix.join(posix.dirname(path), specifier).replace(/\.js$/, '.ts');
}

/** `@a/b/c` → `@a/b`, `a/b` → `a`, `node:fs` → `node:`; undefined for a file. */
function packageOf(specifier: string): string | undefined {
  if (specifier === '' || specifier.startsWith('.')) return undefined;
  if (specifier.startsWith('node:')) return 'node:';
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/** A folder with its stroke (`ops/`), a file as it is. */
function shown(part: string, path: string): string {
  return path.startsWith(`${part}/`) ? `${part}/` : path;
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
