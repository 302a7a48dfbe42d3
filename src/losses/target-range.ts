/** Which numbers a loss takes as targets. */
export interface TargetRange {
  readonly least: number;
  readonly most: number;
  /** Whether targets are whole numbers: ids of classes. */
  readonly whole: boolean;
  /** A target that does not count, whatever the range is. */
  readonly ignored?: number | null;
}

/** Ids of `classes` classes, counted from 0; undefined where that is not known, or no choice: the loss itself refuses one. */
export function idsOf(classes: number | string, ignored?: number | null): TargetRange | undefined {
  if (typeof classes === 'string' || classes < 2) return undefined;
  return { least: 0, most: classes - 1, whole: true, ignored };
}

/** From no to yes: 0 to 1. */
export const zeroToOne: TargetRange = { least: 0, most: 1, whole: false };
