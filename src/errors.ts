/** Every error that Minibatch throws on purpose: `where: expected X, got Y. Fix.` */
export class MinibatchError extends Error {
  override name = 'MinibatchError';
}

/** A value given by the user is not one that the named place can take. */
export class ValueError extends MinibatchError {
  override name = 'ValueError';

  /**
   * @param where The layer, function or option that refuses, as the user spells it: `fit: batchSize`.
   * @param expected What it takes.
   * @param got The value that came, as the user would recognise it.
   * @param fix One remedy, a whole sentence.
   */
  constructor(
    readonly where: string,
    readonly expected: string,
    readonly got: string,
    readonly fix = '',
  ) {
    super(`${where}: expected ${expected}, got ${got}.${fix === '' ? '' : ` ${fix}`}`);
  }
}

/** Shapes that do not fit one another. */
export class ShapeError extends ValueError {
  override name = 'ShapeError';
}

/** A name that is not known here: lists the valid ones and the nearest. */
export class UnknownNameError extends ValueError {
  override name = 'UnknownNameError';

  constructor(where: string, kind: string, got: string, valid: readonly string[]) {
    const nearest = nearestName(got, valid);
    const guess = nearest === undefined ? '' : `Did you mean '${nearest}'? `;
    super(where, `the name of a known ${kind}`, `'${got}'`, `${guess}Known: ${valid.join(', ')}.`);
  }
}

/** The valid name that takes the fewest edits to reach from `got`; undefined if none is near. */
export function nearestName(got: string, valid: readonly string[]): string | undefined {
  const plain = (name: string) => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.floor(got.length / 2));
  for (const name of valid) {
    const distance = editDistance(plain(got), plain(name));
    if (distance < bestDistance || (distance === bestDistance && best === undefined)) {
      best = name;
      bestDistance = distance;
    }
  }
  return best;
}

/** Levenshtein's distance: the fewest insertions, deletions and substitutions from `a` to `b`. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substituted = row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, substituted));
    }
    row = next;
  }
  return row[b.length];
}

/** A value as an error message shows it: short, with its kind. */
export function show(value: unknown): string {
  if (typeof value === 'string') return `'${value.length > 40 ? `${value.slice(0, 40)}…` : value}'`;
  if (typeof value === 'function') return `the function ${value.name || '(anonymous)'}`;
  if (Array.isArray(value))
    return `[${value.slice(0, 6).map(show).join(', ')}${value.length > 6 ? ', …' : ''}]`;
  if (ArrayBuffer.isView(value)) return value.constructor.name;
  if (typeof value === 'object' && value !== null)
    return `an object with keys ${Object.keys(value).join(', ')}`;
  return String(value);
}
