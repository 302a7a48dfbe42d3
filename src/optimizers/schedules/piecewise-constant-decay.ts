import { ValueError } from '../../errors.js';
import type { Check } from '../check-options.js';
import { defineSchedule, type ScheduleFactory } from './define-schedule.js';

export interface PiecewiseConstantDecayOptions {
  /** Step numbers, ascending: the last step of each value but the last. */
  boundaries: readonly number[];
  /** The learning rates, one more than boundaries. */
  values: readonly number[];
}

const steps: Check = {
  expected: 'whole numbers ≥ 0 in ascending order',
  holds: (value) =>
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((x, i) => Number.isInteger(x) && x >= 0 && (i === 0 || x > value[i - 1])),
};

const rates: Check = {
  expected: 'a list of numbers ≥ 0',
  holds: (value) => Array.isArray(value) && value.every((x) => Number.isFinite(x) && x >= 0),
};

/**
 * A learning rate that changes at given steps.
 *
 *     lr(t) = values[i]        where i is the number of boundaries below t (a boundary still has the value before it)
 *
 * @example
 * // 0.1 for updates 0 … 1000, then 0.01
 * sgd({ learningRate: piecewiseConstantDecay({ boundaries: [1000], values: [0.1, 0.01] }) });
 */
export const piecewiseConstantDecay: ScheduleFactory<PiecewiseConstantDecayOptions> =
  defineSchedule<PiecewiseConstantDecayOptions>({
    name: 'piecewiseConstantDecay',
    defaults: {},
    checks: { boundaries: steps, values: rates },
    validate({ boundaries, values }) {
      if (values.length === boundaries.length + 1) return;
      throw new ValueError(
        'piecewiseConstantDecay: values',
        `${boundaries.length + 1} numbers, one more than boundaries`,
        String(values.length),
      );
    },
    at(step, { boundaries, values }) {
      let i = 0;
      while (i < boundaries.length && step > boundaries[i]) i++;
      return values[i];
    },
  });
