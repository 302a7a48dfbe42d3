import { count, flag, notNegative } from '../check-options.js';
import { defineSchedule, type ScheduleFactory } from './define-schedule.js';

export interface InverseTimeDecayOptions {
  /** The learning rate at step 0. */
  initialLearningRate: number;
  /** Updates that make one unit of time. */
  decaySteps: number;
  /** How much the divisor grows per unit of time, ≥ 0. */
  decayRate: number;
  /** Whether to decay at whole multiples of `decaySteps` only. @default false */
  staircase?: boolean;
}

/**
 * A learning rate divided by a number that grows linearly.
 *
 *     lr(t) = lr₀ / (1 + decayRate · t / decaySteps)        (⌊t / decaySteps⌋ if `staircase`)
 *
 * @example
 * sgd({ learningRate: inverseTimeDecay({ initialLearningRate: 0.1, decaySteps: 1000, decayRate: 0.5 }) });
 */
export const inverseTimeDecay: ScheduleFactory<InverseTimeDecayOptions> =
  defineSchedule<InverseTimeDecayOptions>({
    name: 'inverseTimeDecay',
    defaults: { staircase: false },
    checks: { initialLearningRate: notNegative, decaySteps: count, decayRate: notNegative, staircase: flag },
    at(step, { initialLearningRate, decaySteps, decayRate, staircase }) {
      const periods = step / decaySteps;
      return initialLearningRate / (1 + decayRate * (staircase ? Math.floor(periods) : periods));
    },
  });
