import { show, ValueError } from '../errors.js';

/** Refuses an option that is not a finite number from `low` to `high`. */
export function expectNumber(
  where: string,
  value: unknown,
  low: number = Number.NEGATIVE_INFINITY,
  high: number = Number.POSITIVE_INFINITY,
): void {
  if (Number.isFinite(value) && (value as number) >= low && (value as number) <= high) return;
  const range =
    high < Number.POSITIVE_INFINITY
      ? ` from ${low} to ${high}`
      : Number.isFinite(low)
        ? ` of ${low} or more`
        : '';
  throw new ValueError(where, `a number${range}`, show(value));
}

/** Refuses an option that is not a whole number, `low` or more. */
export function expectWhole(where: string, value: unknown, low: number = Number.NEGATIVE_INFINITY): void {
  if (Number.isInteger(value) && (value as number) >= low) return;
  const range = Number.isFinite(low) ? `, ${low} or more` : '';
  throw new ValueError(where, `a whole number${range}`, show(value));
}

/** Refuses an option that is not true or false. */
export function expectFlag(where: string, value: unknown): void {
  if (typeof value !== 'boolean') throw new ValueError(where, 'true or false', show(value));
}

export interface CrossentropyOptions {
  /** Whether predictions are logits (any number) instead of probabilities. @default false */
  fromLogits?: boolean;
  /** Draws labels this far towards all being alike, 0 to 1. @default 0 */
  labelSmoothing?: number;
  /** The axis of the classes; negative ones count from the end. @default -1 */
  axis?: number;
}

/** Refuses bad options of a cross-entropy. */
export function checkCrossentropy(options: CrossentropyOptions, where: string): void {
  expectFlag(`${where}: fromLogits`, options.fromLogits);
  expectWhole(`${where}: axis`, options.axis);
  if ('labelSmoothing' in options) expectNumber(`${where}: labelSmoothing`, options.labelSmoothing, 0, 1);
}
