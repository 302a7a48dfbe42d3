import type { Rule } from '../rule.js';

/** What is computed anew for each step, on the host and in float64. */
export interface Moment {
  /** 1 for the first update. */
  readonly step: number;
  readonly learningRate: number;
}

/** Something that goes around any optimizer's rule. */
export interface Feature {
  wrap(rule: Rule): Rule;
  /** Slots that it adds, with the value that they start from. */
  readonly slots?: Readonly<Record<string, number>>;
  /** Scalars that it adds; their names start with `@`, so that they never meet a rule's own. */
  scalars?(moment: Moment): Readonly<Record<string, number>>;
}
