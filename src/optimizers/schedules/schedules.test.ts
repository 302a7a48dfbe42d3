import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { notNegative, positive } from '../check-options.js';
import { defineSchedule, type ScheduleConfig } from './define-schedule.js';
import * as schedules from './index.js';
import { scheduleFromConfig } from './schedule-from-config.js';

const golden: { steps: number[]; cases: (ScheduleConfig & { values: number[] })[] } = JSON.parse(
  readFileSync(new URL('../../../test/golden/schedules.json', import.meta.url), 'utf8'),
);

describe('schedules give the learning rates of Keras in float64', () => {
  it.each(golden.cases.map((wanted) => [wanted.type, JSON.stringify(wanted.options), wanted] as const))(
    '%s %s',
    (_type, _options, wanted) => {
      const schedule = scheduleFromConfig(wanted);
      for (const [i, step] of golden.steps.entries()) {
        const error = Math.abs(schedule.at(step) - wanted.values[i]);
        expect(error, `step ${step}`).toBeLessThanOrEqual(1e-12 * Math.abs(wanted.values[i]) + 1e-17);
      }
    },
  );

  it('and every built-in schedule is among them', () => {
    expect(new Set(golden.cases.map(({ type }) => type))).toEqual(new Set(Object.keys(schedules)));
  });
});

describe('cosineDecayRestarts', () => {
  it('counts a step on a restart to the new period, also where rounding puts the restart later', () => {
    for (const tMul of [1, 1.1, 1.2, 1.3, 1.7, 2, 3, 10]) {
      const schedule = schedules.cosineDecayRestarts({ initialLearningRate: 1, firstDecaySteps: 1000, tMul });
      let start = 0;
      let length = 1000;
      for (let i = 0; i < 4; i++) {
        start = Math.round(start + length);
        length *= tMul;
        expect(schedule.at(start), `${tMul}: restart ${i} at ${start}`).toBeGreaterThan(0.9999);
        expect(schedule.at(start - 1), `${tMul}: before restart ${i}`).toBeLessThan(0.0001);
      }
    }
  });
});

describe('schedules refuse', () => {
  it('bad values, unknown options and missing options, naming them', () => {
    expect(() => schedules.cosineDecay({ initialLearningRate: 0.1, decaySteps: 0 })).toThrow(
      'cosineDecay: decaySteps: expected a whole number ≥ 1, got 0.',
    );
    expect(() => schedules.exponentialDecay({ initialLearningRate: 0.1, decaySteps: 5 } as never)).toThrow(
      'exponentialDecay: decayRate: expected a number > 0, got nothing.',
    );
    expect(() =>
      schedules.polynomialDecay({ initialLearningRate: 0.1, decayStep: 5, decaySteps: 5 } as never),
    ).toThrow("Did you mean 'decaySteps'?");
    expect(() => schedules.piecewiseConstantDecay({ boundaries: [3], values: [1] })).toThrow(
      'piecewiseConstantDecay: values: expected 2 numbers',
    );
    expect(() => schedules.piecewiseConstantDecay({ boundaries: [3, 3], values: [1, 2, 3] })).toThrow(
      'boundaries: expected whole numbers',
    );
    expect(() => scheduleFromConfig({ type: 'cosineDekay', options: {} })).toThrow(
      "Did you mean 'cosineDecay'?",
    );
  });
});

describe('defineSchedule', () => {
  const inverseSquareRoot = defineSchedule<{ initialLearningRate: number; warmupSteps?: number }>({
    name: 'inverseSquareRoot',
    defaults: { warmupSteps: 0 },
    checks: { initialLearningRate: positive, warmupSteps: notNegative },
    at: (step, { initialLearningRate, warmupSteps }) =>
      initialLearningRate / Math.sqrt(Math.max(step, warmupSteps) + 1),
  });

  it('makes schedules that survive JSON', () => {
    const schedule = inverseSquareRoot({ initialLearningRate: 0.5 });
    const again = scheduleFromConfig(JSON.parse(JSON.stringify(schedule)), [inverseSquareRoot]);
    expect(again.at(3)).toBe(0.25);
    expect(JSON.stringify(schedule)).toBe(
      '{"type":"inverseSquareRoot","options":{"initialLearningRate":0.5,"warmupSteps":0}}',
    );
  });
});
