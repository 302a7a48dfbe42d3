import { count, flag, notNegative, positive } from '../check-options.js';
import { defineSchedule, type ScheduleFactory } from './define-schedule.js';

export interface ExponentialDecayOptions {
  /** The learning rate at step 0. */
  initialLearningRate: number;
  /** Updates over which the rate is multiplied by `decayRate` once. */
  decaySteps: number;
  /** The factor per `decaySteps` updates, > 0. */
  decayRate: number;
  /** Whether to decay at whole multiples of `decaySteps` only. @default false */
  staircase?: boolean;
}

/**
 * A learning rate that is multiplied by the same factor again and again.
 *
 *     lr(t) = lr₀ · decayRate^(t / decaySteps)        (⌊t / decaySteps⌋ if `staircase`)
 *
 * @example
 * adam({ learningRate: exponentialDecay({ initialLearningRate: 0.01, decaySteps: 1000, decayRate: 0.96 }) });
 */
export const exponentialDecay: ScheduleFactory<ExponentialDecayOptions> =
  defineSchedule<ExponentialDecayOptions>({
    name: 'exponentialDecay',
    defaults: { staircase: false },
    checks: { initialLearningRate: notNegative, decaySteps: count, decayRate: positive, staircase: flag },
    at(step, { initialLearningRate, decaySteps, decayRate, staircase }) {
      const periods = step / decaySteps;
      return initialLearningRate * decayRate ** (staircase ? Math.floor(periods) : periods);
    },
  });
