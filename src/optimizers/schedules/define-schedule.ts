import { type Checks, resolveOptions } from '../check-options.js';

/** A schedule as JSON. */
export interface ScheduleConfig {
  readonly type: string;
  readonly options: Readonly<Record<string, unknown>>;
}

/** A learning rate that depends on the number of updates done. `{ type, options }` is its config. */
export interface Schedule extends ScheduleConfig {
  /**
   * The learning rate of an update.
   * @param step How many updates were done before it: 0 for the first, as in Keras.
   */
  at(step: number): number;
}

/** Makes a schedule from options. */
export interface ScheduleFactory<Options extends object> {
  (options: Options): Schedule;
  readonly type: string;
}

export interface ScheduleDefinition<Options extends object> {
  /** The schedule's name: of its factory, and in configs. */
  name: string;
  defaults: Partial<Options>;
  /** What each option may be. An option without check is not known. */
  checks: Checks & Readonly<Record<keyof Options, unknown>>;
  /** Conditions between options: throws if they do not go together. */
  validate?(options: Required<Options>): void;
  /** The learning rate after `step` updates, in float64. */
  at(step: number, options: Required<Options>): number;
}

/**
 * Makes a learning-rate schedule of your own, in the way the built-in ones are made.
 *
 * @example
 * const inverseSquareRoot = defineSchedule<{ initialLearningRate: number }>({
 *   name: 'inverseSquareRoot',
 *   defaults: {},
 *   checks: { initialLearningRate: positive },
 *   at: (step, { initialLearningRate }) => initialLearningRate / Math.sqrt(step + 1),
 * });
 */
export function defineSchedule<Options extends object>(
  definition: ScheduleDefinition<Options>,
): ScheduleFactory<Options> {
  const factory = (given: Options): Schedule => {
    const options = resolveOptions<Required<Options>>(
      definition.name,
      given,
      definition.defaults,
      definition.checks,
    );
    definition.validate?.(options);
    return {
      type: definition.name,
      options: options as Readonly<Record<string, unknown>>,
      at: (step) => definition.at(step, options),
    };
  };
  return Object.assign(factory, { type: definition.name });
}
