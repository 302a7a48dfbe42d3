import type { RuleOutputs } from './rule.js';
import type { Schedule } from './schedules/define-schedule.js';

/** The options that every optimizer has. */
export interface OptimizerOptions {
  /** The size of a step: a number > 0, or a schedule. */
  learningRate?: number | Schedule;
  /** Weight decay apart from the gradient: before each step, `w ← w - w · weightDecay · learningRate`. ≥ 0 */
  weightDecay?: number;
  /**
   * Weights that do not decay: those in whose name (`dense/bias`) one of these regular expressions is found, such as
   * `['bias', 'gamma']`.
   */
  excludeFromWeightDecay?: readonly string[];
  /** Shrinks the gradient of each weight array to at most this L2 norm. > 0, and only one of the three clips. */
  clipnorm?: number;
  /** Cuts each element of the gradient to the range ± this value. > 0, and only one of the three clips. */
  clipvalue?: number;
  /** Shrinks all gradients together to at most this L2 norm. > 0, and only one of the three clips. */
  globalClipnorm?: number;
  /** Whether to keep an exponential moving average of the weights, and put it in their place after training. @default false */
  useEma?: boolean;
  /** The weight of the past in that average, 0 to 1. @default 0.99 */
  emaMomentum?: number;
  /** Puts the average in place of the weights every so many updates. Without it, only after training. */
  emaOverwriteFrequency?: number;
}

/** An optimizer as JSON. */
export interface OptimizerConfig {
  readonly type: string;
  readonly options: Readonly<Record<string, unknown>>;
}

/** The options as they are kept: learning rate known, schedules made. */
export type ResolvedOptions = OptimizerOptions & { learningRate: number | Schedule };

/**
 * How weights follow gradients. `JSON.stringify` gives its config, `{ type, options }`. It holds no state: that is in the slots
 * and the step number.
 */
export interface Optimizer extends OptimizerConfig {
  readonly options: Readonly<Record<string, unknown>> & Readonly<ResolvedOptions>;
  /** Its rule with clipping, decay and averaging around it. */
  update(form?: { lanes?: number }): Update;
}

/** One whole update of one element, as expressions, and where its scalars come from. */
export interface Update extends RuleOutputs {
  /** The slots in order, by name, each with the value that it starts from. */
  readonly initialSlots: Readonly<Record<string, number>>;
  readonly slots: Required<RuleOutputs>['slots'];
  /** The names of the scalars, in order. The first is `gradientScale`: what the sum of the lanes is multiplied by. */
  readonly scalars: readonly string[];
  /**
   * Computes the scalars of a step in float64.
   * @param into Filled from its second element on: `gradientScale` is the caller's.
   * @param step 1 for the first update.
   */
  fillScalars(into: Float64Array, step: number, learningRate: number): void;
}
