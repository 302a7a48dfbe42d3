import { describe, expect, test } from 'vitest';
import { FakeRun, type FakeTraining, fakeFit } from '../../testing/fake-run.js';
import { FakeTerminal } from '../../testing/fake-terminal.js';
import { showFit } from '../../testing/show-fit.js';
import type { Callback } from '../callbacks/callback.js';
import { progressCallback } from './progress-callback.js';

const losses = [0.9565, 0.9459, 0.9354];
const article: FakeTraining = {
  stepMs: (step) => (step === 0 ? 2 : 0.4),
  logs: (epoch) => ({ loss: losses[epoch] }),
};
const full = '[==============================]';

describe('in a log', () => {
  test("the article's lines", async () => {
    const { screen } = await showFit(new FakeRun({ epochs: 3 }), article);
    expect(screen).toBe(
      [
        `Epoch 1/3\n1/1 ${full} - 0s 2ms/step - loss: 0.9565`,
        `Epoch 2/3\n1/1 ${full} - 0s 400us/step - loss: 0.9459`,
        `Epoch 3/3\n1/1 ${full} - 0s 400us/step - loss: 0.9354\n`,
      ].join('\n'),
    );
  });

  test('one line for each epoch, however long it takes, and no listener for steps', async () => {
    const run = new FakeRun({ epochs: 2, steps: 500, samples: 3000 });
    const terminal = await showFit(run, { ...article, stepMs: () => 100 });
    expect(terminal.written).toHaveLength(4);
    expect(terminal.screen).not.toContain('ETA');
    expect(progressCallback({ output: terminal }).onTrainBatchEnd).toBeUndefined();
    expect(progressCallback({ output: new FakeTerminal() }).onTrainBatchEnd).toBeDefined();
  });

  test('the time per step is of training only, without the first step of all where there are others', async () => {
    const run = new FakeRun({ epochs: 2, steps: 3, samples: 18, doValidation: true });
    const { screen } = await showFit(run, {
      stepMs: (step) => (step === 0 ? 1500 : 10),
      logs: () => ({ loss: 0.5 }),
      validation: { steps: 10, stepMs: 300, logs: () => ({ loss: 0.75 }) },
    });
    expect(screen).toBe(
      `Epoch 1/2\n3/3 ${full} - 5s 10ms/step - loss: 0.5000 - val_loss: 0.7500\n` +
        `Epoch 2/2\n3/3 ${full} - 3s 10ms/step - loss: 0.5000 - val_loss: 0.7500\n`,
    );
  });

  test('one epoch alone is not announced', async () => {
    const { screen } = await showFit(new FakeRun(), article);
    expect(screen).toBe(`1/1 ${full} - 0s 2ms/step - loss: 0.9565\n`);
  });

  test('verbose 0 says nothing but what a callback says', async () => {
    const run = new FakeRun({ epochs: 2 });
    const terminal = new FakeTerminal(false);
    const progress = progressCallback({ output: terminal, now: () => run.time, verbose: 0 });
    await fakeFit(run, [progress, { name: 'talker', onTrainEnd: () => progress.say('Done') }], article);
    expect(terminal.screen).toBe('Done\n');
  });

  test('verbose 2 is one brief line', async () => {
    const { screen } = await showFit(new FakeRun({ epochs: 2 }), article, { verbose: 2 });
    expect(screen).toBe(
      'Epoch 1/2\n1/1 - 0s - loss: 0.9565 - 2ms/epoch - 2ms/step\n' +
        'Epoch 2/2\n1/1 - 0s - loss: 0.9459 - 400us/epoch - 400us/step\n',
    );
  });

  test('an unknown number of steps is known at the end', async () => {
    const run = new FakeRun({ steps: null, samples: null, batchSize: null });
    const { screen } = await showFit(run, { ...article, steps: 12 });
    expect(screen).toBe(`12/12 ${full} - 0s 400us/step - loss: 0.9565\n`);
  });

  test('an epoch that is stopped in its middle says so', async () => {
    const run = new FakeRun({ steps: 4, samples: 24 });
    const stopper: Callback = {
      name: 'stopper',
      onTrainBatchEnd: (step) => void (step === 1 && run.stopTraining()),
    };
    const { screen } = await showFit(run, article, {}, new FakeTerminal(false), [stopper]);
    expect(screen).toBe('2/4 [==============>...............] - 0s 400us/step - loss: 0.9565\n');
  });
});

describe('evaluate and predict', () => {
  async function evaluate(
    run: FakeRun,
    hook: 'Test' | 'Predict',
    terminal: FakeTerminal,
    seen: string[] = [],
  ) {
    const progress = progressCallback({ output: terminal, now: () => run.time });
    await progress[`on${hook}Begin`]?.(run);
    for (let step = 0; step < 10; step++) {
      await progress[`on${hook}BatchBegin`]?.(step, run);
      run.time += step === 0 ? 50 : 1;
      if (hook === 'Test') await progress.onTestBatchEnd?.(step, { loss: 0.25 }, run);
      else await progress.onPredictBatchEnd?.(step, run);
      run.time += 100;
      seen.push(terminal.screen);
    }
    if (hook === 'Test') await progress.onTestEnd?.({ loss: 0.5, accuracy: 0.75 }, run);
    else await progress.onPredictEnd?.(run);
    return terminal.screen;
  }

  test('show the same bar, and time the steps without the first', async () => {
    const run = () => new FakeRun({ steps: 10, samples: 60 });
    expect(await evaluate(run(), 'Test', new FakeTerminal(false))).toBe(
      `10/10 ${full} - 1s 1ms/step - loss: 0.5000 - accuracy: 0.7500\n`,
    );
    expect(await evaluate(run(), 'Predict', new FakeTerminal(false))).toBe(`10/10 ${full} - 1s 1ms/step\n`);
  });

  test('are redrawn on a terminal', async () => {
    const seen: string[] = [];
    await evaluate(new FakeRun({ steps: 10, samples: 60 }), 'Test', new FakeTerminal(), seen);
    expect(seen[4]).toBe(' 5/10 [==============>...............] - ETA: 0s - loss: 0.2500');
  });

  test('tell the time left by the steps after the first', async () => {
    const run = new FakeRun({ steps: 10, samples: 60 });
    const terminal = new FakeTerminal();
    const progress = progressCallback({ output: terminal, now: () => run.time });
    progress.onTestBegin?.(run);
    const left: string[] = [];
    for (let step = 0; step < 9; step++) {
      progress.onTestBatchBegin?.(step, run);
      run.time += step === 0 ? 60_000 : 1000;
      progress.onTestBatchEnd?.(step, {}, run);
      left.push(terminal.screen.match(/ETA: (\S+)/)?.[1] ?? '');
    }
    expect(left).toEqual(['9:00', '8s', '7s', '6s', '5s', '4s', '3s', '2s', '1s']);
    progress.close();
  });
});
