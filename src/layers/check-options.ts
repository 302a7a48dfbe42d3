import { show, UnknownNameError, ValueError } from '../errors.js';

/** @throws ValueError unless the option is a whole number from 1 up. */
export function checkCount(value: unknown, where: string): void {
  if (!Number.isInteger(value) || (value as number) < 1) {
    throw new ValueError(where, 'a positive whole number', show(value));
  }
}

/** @throws ValueError unless the option is a finite number from `low` to `high`; `high` itself only if `closed`. */
export function checkNumber(
  value: unknown,
  where: string,
  {
    low = Number.NEGATIVE_INFINITY,
    high = Number.POSITIVE_INFINITY,
    closed = true,
  }: { low?: number; high?: number; closed?: boolean } = {},
): void {
  const fits =
    typeof value === 'number' &&
    Number.isFinite(value) &&
    value >= low &&
    (closed ? value <= high : value < high);
  if (fits) return;
  const bounds = [
    ...(low > Number.NEGATIVE_INFINITY ? [`≥ ${low}`] : []),
    ...(high < Number.POSITIVE_INFINITY ? [`${closed ? '≤' : '<'} ${high}`] : []),
  ];
  throw new ValueError(where, ['a finite number', bounds.join(' and ')].join(' ').trim(), show(value));
}

/** @throws ValueError unless the option is true or false. */
export function checkFlag(value: unknown, where: string): void {
  if (typeof value !== 'boolean') throw new ValueError(where, 'true or false', show(value));
}

/** @throws UnknownNameError unless the option is one of the names. */
export function checkChoice(value: unknown, where: string, choices: readonly string[]): void {
  if (!choices.includes(value as string)) {
    throw new UnknownNameError(where, where.split(': ').at(-1)!, String(value), choices);
  }
}
