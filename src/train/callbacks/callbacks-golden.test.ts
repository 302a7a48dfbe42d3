import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FakeRun, fakeFit } from '../../testing/fake-run.js';
import type { Callback, Logs } from './callback.js';
import { csvLogger } from './csv-logger.js';
import { earlyStopping } from './early-stopping.js';
import { learningRateScheduler } from './learning-rate-scheduler.js';
import { metricDirection } from './metric-direction.js';
import { modelCheckpoint } from './model-checkpoint.js';
import { reduceLROnPlateau } from './reduce-lr-on-plateau.js';
import { terminateOnNaN } from './terminate-on-nan.js';

type Options = Record<string, number | string | boolean>;
const { curves, cases } = JSON.parse(
  readFileSync(new URL('../../../test/golden/callbacks.json', import.meta.url), 'utf8'),
) as {
  curves: Record<string, number[]>;
  cases: {
    earlyStopping: {
      curve: string;
      options: Options;
      stoppedAt: number | null;
      weights: number;
      best: number;
      bestEpoch: number;
    }[];
    reduceLROnPlateau: { curve: string; options: Options; rates: number[]; last: number; logged: number[] }[];
    learningRateScheduler: { rates: number[]; logged: number[] };
    modelCheckpoint: { curve: string; options: Options; batches: number; saved: [number, string][] }[];
    csvLogger: {
      name: string;
      options: Options;
      existing: string | null;
      logs: Record<string, string>[];
      file: string;
    }[];
    terminateOnNaN: { losses: string[]; stoppedAt: number | null }[];
    directions: Record<string, 'min' | 'max'>;
  };
};
const pythonNames: Record<string, number> = { nan: Number.NaN, inf: Infinity, '-inf': -Infinity };
const numberFrom = (text: string) => pythonNames[text] ?? Number(text);

const camelCase = (name: string): string => name.replaceAll(/_(.)/g, (_, letter) => letter.toUpperCase());

/** Keras's options in our spelling. */
const ours = (options: Options): Options =>
  Object.fromEntries(Object.entries(options).map(([name, value]) => [camelCase(name), value]));

/** Drives a callback through epochs with given logs; the weight is the epoch's index. */
async function drive(callback: Callback, logs: Logs[], { batches = 1, initialEpoch = 0 } = {}) {
  const names = Object.keys(logs[0]);
  const run = new FakeRun({
    epochs: initialEpoch + logs.length,
    initialEpoch,
    steps: batches,
    metrics: names,
    doValidation: names.some((name) => name.startsWith('val_')),
  });
  const rates: number[] = [];
  const logged: Logs[] = [];
  let stoppedAt: number | null = null;
  const before: Callback = {
    name: 'before',
    onEpochBegin(epoch) {
      run.weight = epoch;
    },
  };
  const after: Callback = {
    name: 'after',
    onTrainBatchEnd() {
      rates[run.epoch - initialEpoch] = run.learningRate;
    },
    onEpochEnd(epoch, values) {
      logged.push(values);
      if (run.stopped !== null) stoppedAt = epoch;
    },
  };
  await fakeFit(run, [before, callback, after], {
    stepMs: () => 1,
    logs: (epoch) => ({ ...logs[epoch - initialEpoch] }),
  });
  return { run, rates, logged, stoppedAt };
}

const lossesOf = (curve: string): Logs[] => curves[curve].map((value) => ({ val_loss: value }));

describe('earlyStopping', () => {
  test.each(cases.earlyStopping)('stops and restores as Keras does: $curve, $options', async (example) => {
    const { initialEpoch, ...options } = ours(example.options) as { initialEpoch?: number };
    const callback = earlyStopping(options);
    const { run, stoppedAt } = await drive(callback, lossesOf(example.curve), { initialEpoch });
    const { best, bestEpoch } = callback;
    expect({ stoppedAt, weights: run.weight, best, bestEpoch }).toEqual({
      stoppedAt: example.stoppedAt,
      weights: example.weights,
      best: example.best,
      bestEpoch: example.bestEpoch,
    });
    expect(callback.stoppedEpoch).toBe(example.stoppedAt);
  });
});

describe('reduceLROnPlateau', () => {
  test.each(cases.reduceLROnPlateau)("gives Keras's learning rates: $curve, $options", async (example) => {
    const { run, rates, logged } = await drive(
      reduceLROnPlateau(ours(example.options)),
      lossesOf(example.curve),
    );
    expect(rates).toEqual(example.rates);
    expect(run.learningRate).toBe(example.last);
    expect(logged.map((values) => values.learning_rate)).toEqual(example.logged);
  });
});

test("learningRateScheduler gives Keras's learning rates", async () => {
  const callback = learningRateScheduler({ schedule: (epoch, rate) => (epoch < 3 ? rate : rate * 0.5) });
  const { rates, logged } = await drive(callback, Array(6).fill({ loss: 1 }));
  expect(rates).toEqual(cases.learningRateScheduler.rates);
  expect(logged.map((values) => values.learning_rate)).toEqual(cases.learningRateScheduler.logged);
});

describe('modelCheckpoint', () => {
  test.each(cases.modelCheckpoint)('saves when and where Keras does: $curve, $options', async (example) => {
    const { filepath, ...options } = example.options;
    const saved: [number, string][] = [];
    const folder = await mkdtemp(join(tmpdir(), 'minibatch-checkpoint-'));
    const callback = modelCheckpoint({
      ...ours(options),
      filePath: join(folder, `${filepath}.safetensors`),
      save([weight], { filePath }) {
        const name = filePath!.slice(folder.length + 1, -'.safetensors'.length);
        saved.push([Number(weight.data[0]), name]);
      },
    });
    await drive(callback, lossesOf(example.curve), { batches: example.batches || 1 });
    await rm(folder, { recursive: true });
    expect(saved).toEqual(example.saved);
  });
});

describe('csvLogger', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'minibatch-csv-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  test.each(cases.csvLogger)("writes Keras's bytes: $name", async (example) => {
    const filename = join(folder, 'log.csv');
    if (example.existing !== null) await writeFile(filename, example.existing);
    const logs = example.logs.map((values) =>
      Object.fromEntries(Object.entries(values).map(([name, text]) => [name, numberFrom(text)])),
    );
    await drive(csvLogger({ filename, ...example.options }), logs);
    expect(await readFile(filename, 'utf8')).toBe(example.file);
  });
});

test.each(cases.terminateOnNaN)(
  'terminateOnNaN stops at the step Keras stops at: $losses',
  async (example) => {
    const losses = example.losses.map(numberFrom);
    const run = new FakeRun({ steps: losses.length });
    let last = -1;
    await fakeFit(run, [terminateOnNaN()], {
      stepMs: () => 1,
      logs: (_, step) => ({ loss: losses[step] }),
      afterStep: (_, step) => {
        last = step;
      },
    });
    expect(run.stopped === null ? null : last).toBe(example.stoppedAt);
  },
);

describe('the direction of a metric', () => {
  test.each(Object.entries(cases.directions))('%s should become %s', (name, direction) => {
    for (const spelling of [name, `val_${name}`, `output_1_${name}_2`, camelCase(name)]) {
      expect(metricDirection(spelling)).toBe(direction);
    }
  });

  test('an unknown name does not tell', () => {
    for (const name of ['true_positives', 'my_score', 'learning_rate', ''])
      expect(metricDirection(name)).toBeUndefined();
    expect(metricDirection('val_loss')).toBe('min');
  });
});
