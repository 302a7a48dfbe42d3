import { show, UnknownNameError, ValueError } from '../errors.js';

/** What an option may be: in words, and as a test. */
export interface Check {
  readonly expected: string;
  readonly holds: (value: unknown) => boolean;
  /** May be left out although it has no default. */
  readonly optional?: boolean;
}

export type Checks = Readonly<Record<string, Check>>;

function numberCheck(expected: string, holds: (value: number) => boolean): Check {
  return { expected, holds: (value) => typeof value === 'number' && Number.isFinite(value) && holds(value) };
}

export const anyNumber: Check = numberCheck('a finite number', () => true);
export const positive: Check = numberCheck('a number > 0', (x) => x > 0);
export const notNegative: Check = numberCheck('a number ≥ 0', (x) => x >= 0);
/** For the weight of the past in a running mean: at 1 the mean would never learn of the present. */
export const decayRate: Check = numberCheck('a number ≥ 0 and < 1', (x) => x >= 0 && x < 1);
export const zeroToOne: Check = numberCheck('a number from 0 to 1', (x) => x >= 0 && x <= 1);
export const count: Check = numberCheck('a whole number ≥ 1', (x) => Number.isInteger(x) && x >= 1);
export const wholeNumber: Check = numberCheck('a whole number ≥ 0', (x) => Number.isInteger(x) && x >= 0);
export const flag: Check = {
  expected: 'true or false',
  holds: (value) => typeof value === 'boolean',
};

export function optional(check: Check): Check {
  return { ...check, optional: true };
}

/**
 * The options as they are kept: what was given over the defaults, without what is undefined or null.
 * @param where The thing whose options they are: `adam`.
 * @throws UnknownNameError for a name that has no check; ValueError for a value that its check refuses, or that is missing.
 */
export function resolveOptions<Options extends object>(
  where: string,
  given: object,
  defaults: object,
  checks: Checks,
): Options {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new ValueError(where, 'an object of options', show(given));
  }
  const known = Object.keys(checks);
  for (const name of Object.keys(given)) {
    if (!known.includes(name)) throw new UnknownNameError(where, 'option', name, known);
  }
  const options: Record<string, unknown> = {};
  for (const [name, check] of Object.entries(checks)) {
    const value = (given as Record<string, unknown>)[name] ?? (defaults as Record<string, unknown>)[name];
    if (value === undefined || value === null) {
      if (!check.optional) throw new ValueError(`${where}: ${name}`, check.expected, 'nothing');
    } else if (check.holds(value)) {
      options[name] = value;
    } else {
      throw new ValueError(`${where}: ${name}`, check.expected, show(value));
    }
  }
  return options as Options;
}
