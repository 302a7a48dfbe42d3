import { ValueError } from '../errors.js';
import {
  anyNumber,
  type Check,
  type Checks,
  count,
  flag,
  notNegative,
  optional,
  positive,
  resolveOptions,
  zeroToOne,
} from './check-options.js';
import { composeUpdate, type UpdateParts } from './compose-update.js';
import { clipvalue } from './features/clip-value.js';
import type { Feature, Moment } from './features/feature.js';
import { averageSlot, movingAverage } from './features/moving-average.js';
import { weightDecay } from './features/weight-decay.js';
import type { Optimizer, OptimizerOptions, ResolvedOptions } from './optimizer.js';
import type { Rule } from './rule.js';
import type { Schedule, ScheduleConfig } from './schedules/define-schedule.js';
import { scheduleFromConfig } from './schedules/schedule-from-config.js';

/** An optimizer's options after the defaults: its own are all there. */
export type Resolved<Options extends OptimizerOptions> = ResolvedOptions &
  Required<Omit<Options, keyof OptimizerOptions>>;

export interface OptimizerDefinition<Options extends OptimizerOptions> {
  /** The optimizer's name: of its factory, and in configs. */
  name: string;
  /** A default for `learningRate` and for each option of its own. */
  defaults: Required<Omit<Options, keyof OptimizerOptions>> & OptimizerOptions & { learningRate: number };
  /** What its own options may be, where that is narrower than any finite number, or true and false. */
  checks?: Partial<Readonly<Record<keyof Options, Check>>>;
  /** What it remembers of each weight: the names, or the names and the values to start from instead of 0. */
  slots(options: Resolved<Options>): readonly string[] | Readonly<Record<string, number>>;
  /** What is the same for all weights, computed once per step in float64; always the same names. */
  scalars(moment: Moment & { options: Resolved<Options> }): Readonly<Record<string, number>>;
  /** The update of one element. A weight and slots of 0 with a gradient of 0 must stay finite. */
  rule: Rule<Resolved<Options>>;
}

/** Makes an optimizer from options. */
export interface OptimizerFactory<Options extends OptimizerOptions = OptimizerOptions> {
  (options?: Options): Optimizer;
  readonly type: string;
}

const ownSlots: readonly string[] = [averageSlot];

const learningRate: Check = {
  expected: 'a number > 0 or a schedule',
  holds: (value) => positive.holds(value) || (typeof value === 'object' && value !== null && 'type' in value),
};

const patterns: Check = {
  expected: "a list of regular expressions as strings, such as ['bias']",
  holds: (value) => Array.isArray(value) && value.every(isPattern),
  optional: true,
};

const commonChecks: Checks = {
  learningRate,
  weightDecay: optional(notNegative),
  excludeFromWeightDecay: patterns,
  clipnorm: optional(positive),
  clipvalue: optional(positive),
  globalClipnorm: optional(positive),
  useEma: flag,
  emaMomentum: zeroToOne,
  emaOverwriteFrequency: optional(count),
};

const commonDefaults: OptimizerOptions = { useEma: false, emaMomentum: 0.99 };

/**
 * Makes an optimizer of your own, in the way the built-in ones are made. Clipping, weight decay, averaging and schedules
 * come with it, and the rule is compiled to one SIMD pass over all weights.
 *
 * @example
 * interface SignOptions extends OptimizerOptions { momentum?: number }
 * const signDescent = defineOptimizer<SignOptions>({
 *   name: 'signDescent',
 *   defaults: { learningRate: 0.01, momentum: 0.9 },
 *   slots: () => ['mean'],
 *   scalars: ({ learningRate, options }) => ({ learningRate, momentum: options.momentum }),
 *   rule: ({ param, gradient, slots, scalars }) => {
 *     const mean = slots.mean.mul(scalars.momentum).add(gradient);
 *     return { param: param.sub(mean.sign().mul(scalars.learningRate)), slots: { mean } };
 *   },
 * });
 */
export function defineOptimizer<Options extends OptimizerOptions>(
  definition: OptimizerDefinition<Options>,
): OptimizerFactory<Options> {
  const { name, defaults } = definition;
  const checks = checksOf(definition);
  const factory = (given: Options = {} as Options): Optimizer => {
    const options = resolveOptions<Resolved<Options>>(
      name,
      given,
      { ...commonDefaults, ...defaults },
      checks,
    );
    checkClips(name, options);
    if (typeof options.learningRate === 'object') options.learningRate = made(options.learningRate);
    const slots = definition.slots(options);
    const initialSlots = Array.isArray(slots)
      ? Object.fromEntries(slots.map((slot) => [slot, 0]))
      : { ...(slots as Readonly<Record<string, number>>) };
    for (const slot of Object.keys(initialSlots)) {
      if (!ownSlots.includes(slot)) continue;
      throw new ValueError(
        `${name}: slots`,
        `names other than '${ownSlots}'`,
        `'${slot}'`,
        'Rename the slot.',
      );
    }
    return {
      type: name,
      options: options as Optimizer['options'],
      update: ({ lanes = 1 } = {}) =>
        composeUpdate({
          name,
          options: options as Optimizer['options'],
          rule: definition.rule as unknown as Rule,
          initialSlots,
          scalars: definition.scalars as UpdateParts['scalars'],
          features: featuresOf(options),
          lanes,
        }),
    };
  };
  return Object.assign(factory, { type: name });
}

/** Innermost first: the average sees what decay and clipping made of the weights. */
function featuresOf(options: OptimizerOptions): Feature[] {
  const features: Feature[] = [];
  if (options.clipvalue !== undefined) features.push(clipvalue(options.clipvalue));
  if (options.weightDecay) features.push(weightDecay(options.weightDecay));
  if (options.useEma) features.push(movingAverage(options.emaMomentum!));
  return features;
}

function checksOf<Options extends OptimizerOptions>(definition: OptimizerDefinition<Options>): Checks {
  const checks: Record<string, Check> = { ...commonChecks };
  for (const [option, value] of Object.entries(definition.defaults)) {
    checks[option] ??= typeof value === 'boolean' ? flag : anyNumber;
  }
  return Object.assign(checks, definition.checks);
}

function checkClips(name: string, options: OptimizerOptions): void {
  const given = (['clipnorm', 'clipvalue', 'globalClipnorm'] as const).filter((clip) => clip in options);
  if (given.length > 1) {
    throw new ValueError(name, 'one of clipnorm, clipvalue and globalClipnorm', given.join(' and '));
  }
}

function made(schedule: Schedule | ScheduleConfig): Schedule {
  return 'at' in schedule ? schedule : scheduleFromConfig(schedule);
}

function isPattern(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  try {
    new RegExp(value);
    return true;
  } catch {
    return false;
  }
}
