import { describe, expect, test } from 'vitest';
import { FakeRun, type FakeTraining } from '../../testing/fake-run.js';
import { FakeTerminal } from '../../testing/fake-terminal.js';
import { showFit } from '../../testing/show-fit.js';
import { duration, grouped } from './plain-number.js';
import { progressCallback } from './progress-callback.js';

const losses = [0.9565, 0.9459, 0.9354];
const article: FakeTraining = {
  stepMs: (step) => (step === 0 ? 2 : 0.4),
  logs: (epoch) => ({ loss: losses[epoch] }),
};

describe('other formats', () => {
  const training: FakeTraining = {
    stepMs: (step) => (step === 0 ? 40 : 1.6),
    logs: () => ({ loss: 0.956512, accuracy: 0.5 }),
    validation: { steps: 2, stepMs: 3, logs: () => ({ loss: 1.0127, accuracy: Number.NaN }) },
  };
  const params = {
    epochs: 2,
    steps: 57,
    samples: 1797,
    batchSize: 32,
    metrics: ['loss', 'accuracy'],
    doValidation: true,
  };

  test('plain is a sentence for each epoch', async () => {
    const { screen } = await showFit(new FakeRun(params), training, { progress: 'plain' });
    const results = 'loss 0.9565, accuracy 0.5; in validation loss 1.013, accuracy NaN.';
    expect(screen).toBe(
      `Epoch 1 of 2: ${results} 57 steps of 32, 1.6 ms each, 19,700 samples/s.\n` +
        `Epoch 2 of 2: ${results} 57 steps of 32, 1.6 ms each, 19,700 samples/s.\n`,
    );
  });

  test('durations and counts are rounded to what a person reads', () => {
    const texts: [ms: number, text: string][] = [
      [0.0123, '12 µs'],
      [0.9949, '990 µs'],
      [0.9951, '1 ms'],
      [1.234, '1.2 ms'],
      [56.7, '57 ms'],
      [99.4, '99 ms'],
      [99.6, '100 ms'],
      [999.4, '999 ms'],
      [999.6, '1 s'],
      [9440, '9.4 s'],
      [12_400, '12 s'],
      [99_400, '99 s'],
      [99_600, '2 min'],
      [5_940_000, '99 min'],
      [6_300_000, '1 h 45 min'],
    ];
    for (const [ms, text] of texts) expect(duration(ms)).toBe(text);
    expect(grouped(1_234_567)).toBe('1,234,567');
  });

  test('plain says how many samples a second to three digits, and what became of an epoch that was stopped', async () => {
    const run = new FakeRun({ steps: 4, samples: 24 });
    const stopper = {
      name: 'stopper',
      onTrainBatchEnd: (step: number) => (step === 1 ? run.stopTraining() : undefined),
    };
    const { screen } = await showFit(
      run,
      { stepMs: () => 0.7, logs: () => ({ loss: 1 }) },
      { progress: 'plain' },
      new FakeTerminal(false),
      [stopper],
    );
    expect(screen).toBe(
      'Epoch 1 of 1: loss 1. 2 steps of 6 (stopped; an epoch has 4), 700 µs each, 8,570 samples/s.\n',
    );
  });

  test('plain tells on a terminal how far it is', async () => {
    const terminal = new FakeTerminal();
    const seen: string[] = [];
    const run = new FakeRun({ ...params, doValidation: false });
    await showFit(
      run,
      { ...training, validation: undefined, stepMs: () => 100, afterStep: () => seen.push(terminal.screen) },
      { progress: 'plain' },
      terminal,
    );
    expect(seen[9]).toBe('Epoch 1 of 2: step 10 of 57, 320 samples/s, 4.7 s left; loss 0.9565, accuracy 0.5');
  });

  test('json is one object for each epoch, and for each second of a long one', async () => {
    const run = new FakeRun(params);
    const { screen } = await showFit(run, training, { progress: 'json' });
    const lines = screen
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toHaveLength(2);
    expect(lines[1]).toEqual({
      event: 'epoch',
      epoch: 2,
      epochs: 2,
      step: 57,
      steps: 57,
      samples: 1797,
      batchSize: 32,
      updates: 114,
      learningRate: 0.01,
      msPerStep: 1.6,
      stepsMs: 91.2,
      validationMs: 6,
      elapsedMs: 97.2,
      samplesPerSecond: 19703.947,
      logs: { loss: 0.956512, accuracy: 0.5, val_loss: 1.0127, val_accuracy: null },
    });

    const slow = { ...training, validation: undefined, stepMs: () => 400 };
    const long = await showFit(new FakeRun({ ...params, epochs: 1, steps: 8, samples: 256 }), slow, {
      progress: 'json',
    });
    const events = long.screen
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events.map(({ event, step }) => [event, step])).toEqual([
      ['progress', 3],
      ['progress', 6],
      ['epoch', 8],
    ]);
    expect(events[1]).toMatchObject({
      phase: 'train',
      epoch: 1,
      steps: 8,
      samples: 192,
      updates: 6,
      msLeft: 800,
    });

    const brief = await showFit(new FakeRun({ ...params, epochs: 1, steps: 8, samples: 256 }), slow, {
      progress: 'json',
      verbose: 2,
    });
    expect(brief.screen.trimEnd().split('\n')).toHaveLength(1);
  });

  test('json wraps what a callback says', () => {
    const terminal = new FakeTerminal(false);
    progressCallback({ output: terminal, progress: 'json' }).say('a "line"');
    expect(JSON.parse(terminal.screen)).toEqual({ event: 'message', text: 'a "line"' });
  });

  test('your own is an object with the same functions', async () => {
    const none = () => null;
    const own = {
      begin: none,
      running: none,
      endBriefly: none,
      end: () => 'tick',
      message: (text: string) => text,
    };
    expect((await showFit(new FakeRun({ epochs: 2 }), article, { progress: own })).screen).toBe(
      'tick\ntick\n',
    );
  });

  test('an unknown format or verbosity is refused before anything runs', () => {
    expect(() => progressCallback({ progress: 'keras' as 'keras2' })).toThrow("Did you mean 'keras2'?");
    expect(() => progressCallback({ verbose: 3 as 1 })).toThrow(
      "fit: verbose: expected 0, 1, 2 or 'auto', got 3.",
    );
  });
});
