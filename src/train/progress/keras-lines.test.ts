import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { keras2 } from './keras2.js';
import { keras3 } from './keras3.js';
import type { ProgressState } from './progress-state.js';

interface Case {
  name: string;
  target: number | null;
  verbose: 1 | 2;
  updates: { time: number; step: number; logs: Record<string, string>; finalize: boolean }[];
  keras2: (string | null)[];
  keras3: (string | null)[];
}
const golden: { cases: Case[] } = JSON.parse(
  readFileSync(new URL('../../../test/golden/progress.json', import.meta.url), 'utf8'),
);
const pythonNames: Record<string, number> = { nan: Number.NaN, inf: Infinity, '-inf': -Infinity };

/** The states of a case's updates, with the time per step as the two Keras versions reckon it. */
function statesOf(example: Case, version: 2 | 3): ProgressState[] {
  let afterFirst: number | null = null;
  return example.updates.map(({ time, step, logs }) => {
    let perStep = afterFirst !== null && step > 1 ? (time - afterFirst) / (step - 1) : time / step;
    if (step === 1) afterFirst = time;
    // Keras 2 in its brief line: the whole epoch through the steps.
    if (version === 2 && example.verbose === 2) perStep = time / (example.target ?? step);
    return {
      phase: 'train',
      epoch: 0,
      epochs: 1,
      step,
      steps: example.target,
      validationStep: 0,
      validationSteps: null,
      samples: null,
      batchSize: null,
      updates: null,
      learningRate: null,
      elapsedMs: time * 1000,
      msPerStep: perStep * 1000,
      stepsMs: time * 1000,
      validationMs: 0,
      msLeft: example.target === null ? null : perStep * 1000 * (example.target - step),
      logs: Object.fromEntries(
        Object.entries(logs).map(([name, text]) => [name, pythonNames[text] ?? Number(text)]),
      ),
      colours: true,
    };
  });
}

describe.each([
  { version: 2 as const, format: keras2 },
  { version: 3 as const, format: keras3 },
])("Keras $version's lines", ({ version, format }) => {
  test.each(golden.cases)('$name', (example) => {
    const printed = example[`keras${version}`];
    const states = statesOf(example, version);
    const ours = example.updates.map(({ finalize }, i) => {
      if (printed[i] === null) return null;
      if (!finalize) return format.running(states[i]);
      return example.verbose === 2 ? format.endBriefly(states[i]) : format.end(states[i]);
    });
    expect(ours).toEqual(printed);
    expect(printed.some((text) => text !== null)).toBe(true);
  });
});

test('without colours a Keras 3 line has no escape characters, and still tells what is done', () => {
  const [state] = statesOf({ ...golden.cases[0], target: 4 }, 3);
  const plain = { ...state, colours: false, step: 1 };
  expect(keras3.running(plain)).toBe('1/4 ━━━━━─────────────── 0s 2ms/step - loss: 0.9565');
  expect(keras3.end(plain)).toBe('1/4 ━━━━━─────────────── 0s 2ms/step - loss: 0.9565');
});

test('a negative metric prints with four decimals in the brief line too, where Keras prints an exponent', () => {
  const [state] = statesOf(golden.cases[0], 2);
  expect(keras2.endBriefly({ ...state, logs: { loss: -0.5 } })).toBe(
    '1/1 - 0s - loss: -0.5000 - 2ms/epoch - 2ms/step',
  );
  expect(keras3.endBriefly({ ...state, logs: { loss: -0.5 } })).toBe('1/1 - 0s - 2ms/step - loss: -0.5000');
});

test('an epoch that was stopped says how far it came', () => {
  const [state] = statesOf({ ...golden.cases[0], target: 4 }, 2);
  expect(keras2.end(state)).toBe('1/4 [======>.......................] - 0s 2ms/step - loss: 0.9565');
});

test('validation shows its own progress where Keras stands still', () => {
  const [state] = statesOf(golden.cases[0], 2);
  const validating: ProgressState = {
    ...state,
    phase: 'validate',
    validationStep: 3,
    validationSteps: 10,
    colours: false,
  };
  expect(keras2.running(validating)).toBe(
    '1/1 [==============================] - validating 3/10 - loss: 0.9565',
  );
  expect(keras3.running(validating)).toBe('1/1 ━━━━━━━━━━━━━━━━━━━━ validating 3/10 - loss: 0.9565');
  expect(keras2.running({ ...validating, validationSteps: null })).toContain(' - validating 3 - ');
});

test('epochs are announced only if there are several', () => {
  const [state] = statesOf(golden.cases[0], 2);
  for (const format of [keras2, keras3]) {
    expect(format.begin({ ...state, epoch: 1, epochs: 10 })).toBe('Epoch 2/10');
    expect(format.begin(state)).toBeNull();
  }
});
