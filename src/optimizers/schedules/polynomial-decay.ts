import { count, flag, notNegative } from '../check-options.js';
import { defineSchedule, type ScheduleFactory } from './define-schedule.js';

export interface PolynomialDecayOptions {
  /** The learning rate at step 0. */
  initialLearningRate: number;
  /** Updates until `endLearningRate` is reached. */
  decaySteps: number;
  /** The learning rate at the end. @default 0.0001 */
  endLearningRate?: number;
  /** The power of the curve: 1 is a straight line. @default 1 */
  power?: number;
  /** Whether to start again, slower, instead of staying at the end. @default false */
  cycle?: boolean;
}

/**
 * A learning rate that falls to an end value along a power curve.
 *
 *     lr(t) = (lr₀ - end) · (1 - min(t, d) / d)^power + end        with d = decaySteps
 *
 * With `cycle`, d is the first multiple of `decaySteps` that is not below t, and nothing is cut at d.
 *
 * @example
 * sgd({ learningRate: polynomialDecay({ initialLearningRate: 0.1, decaySteps: 10_000, endLearningRate: 0.01 }) });
 */
export const polynomialDecay: ScheduleFactory<PolynomialDecayOptions> =
  defineSchedule<PolynomialDecayOptions>({
    name: 'polynomialDecay',
    defaults: { endLearningRate: 0.0001, power: 1, cycle: false },
    checks: {
      initialLearningRate: notNegative,
      decaySteps: count,
      endLearningRate: notNegative,
      power: notNegative,
      cycle: flag,
    },
    at(step, { initialLearningRate, decaySteps, endLearningRate, power, cycle }) {
      const end = cycle ? decaySteps * Math.max(1, Math.ceil(step / decaySteps)) : decaySteps;
      const left = 1 - Math.min(step, end) / end;
      return (initialLearningRate - endLearningRate) * left ** power + endLearningRate;
    },
  });
