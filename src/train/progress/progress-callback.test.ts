import { describe, expect, test } from 'vitest';
import { FakeRun, type FakeTraining, fakeFit } from '../../testing/fake-run.js';
import { FakeTerminal } from '../../testing/fake-terminal.js';
import type { Callback } from '../callbacks/callback.js';
import { type ProgressOptions, progressCallback } from './progress-callback.js';

const losses = [0.9565, 0.9459, 0.9354];
const article: FakeTraining = {
  stepMs: (step) => (step === 0 ? 2 : 0.4),
  logs: (epoch) => ({ loss: losses[epoch] }),
};
const full = '[==============================]';

/** A fit shown on a terminal or, by default, in a log. */
async function show(
  run: FakeRun,
  training: FakeTraining,
  options: ProgressOptions = {},
  terminal = new FakeTerminal(false),
  others: Callback[] = [],
): Promise<FakeTerminal> {
  const progress = progressCallback({ output: terminal, now: () => run.time, ...options });
  await fakeFit(run, [...others, progress], training);
  return terminal;
}

describe('in a log', () => {
  test("the article's lines", async () => {
    const { screen } = await show(new FakeRun({ epochs: 3 }), article);
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
    const terminal = await show(run, { ...article, stepMs: () => 100 });
    expect(terminal.written).toHaveLength(4);
    expect(terminal.screen).not.toContain('ETA');
    expect(progressCallback({ output: terminal }).onTrainBatchEnd).toBeUndefined();
    expect(progressCallback({ output: new FakeTerminal() }).onTrainBatchEnd).toBeDefined();
  });

  test('the time per step is of training only, without the first step of all where there are others', async () => {
    const run = new FakeRun({ epochs: 2, steps: 3, samples: 18, doValidation: true });
    const { screen } = await show(run, {
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
    const { screen } = await show(new FakeRun(), article);
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
    const { screen } = await show(new FakeRun({ epochs: 2 }), article, { verbose: 2 });
    expect(screen).toBe(
      'Epoch 1/2\n1/1 - 0s - loss: 0.9565 - 2ms/epoch - 2ms/step\n' +
        'Epoch 2/2\n1/1 - 0s - loss: 0.9459 - 400us/epoch - 400us/step\n',
    );
  });

  test('an unknown number of steps is known at the end', async () => {
    const run = new FakeRun({ steps: null, samples: null, batchSize: null });
    const { screen } = await show(run, { ...article, steps: 12 });
    expect(screen).toBe(`12/12 ${full} - 0s 400us/step - loss: 0.9565\n`);
  });

  test('an epoch that is stopped in its middle says so', async () => {
    const run = new FakeRun({ steps: 4, samples: 24 });
    const stopper: Callback = {
      name: 'stopper',
      onTrainBatchEnd: (step) => void (step === 1 && run.stopTraining()),
    };
    const { screen } = await show(run, article, {}, new FakeTerminal(false), [stopper]);
    expect(screen).toBe('2/4 [==============>...............] - 0s 400us/step - loss: 0.9565\n');
  });
});

describe('on a terminal', () => {
  const slow: FakeTraining = { stepMs: () => 20, logs: (_, step) => ({ loss: 1 / (step + 1) }) };

  test('one line is redrawn, at most every 50 ms', async () => {
    const run = new FakeRun({ steps: 10, samples: 60 });
    const seen: string[] = [];
    const terminal = new FakeTerminal();
    await show(run, { ...slow, afterStep: () => seen.push(terminal.screen) }, {}, terminal);
    expect(seen[0]).toBe(' 1/10 [==>...........................] - ETA: 0s - loss: 1.0000');
    expect(seen[1]).toBe(seen[0]);
    expect(seen[2]).toBe(seen[0]);
    expect(seen[3]).toBe(' 4/10 [===========>..................] - ETA: 0s - loss: 0.2500');
    expect(terminal.written).toHaveLength(4);
    expect(terminal.screen).toBe(`10/10 ${full} - 0s 20ms/step - loss: 0.1000\n`);
  });

  test('the time left counts down by the time of the steps after the first', async () => {
    const run = new FakeRun({ steps: 10, samples: 60 });
    const left: string[] = [];
    const terminal = new FakeTerminal();
    const training = { ...slow, stepMs: (step: number) => (step === 0 ? 90_000 : 2000) };
    await show(
      run,
      { ...training, afterStep: () => left.push(terminal.screen.match(/ETA: (\S+)/)?.[1] ?? '') },
      {},
      terminal,
    );
    expect(left).toEqual(['13:30', '16s', '14s', '12s', '10s', '8s', '6s', '4s', '2s', '2s']);
  });

  test('a line never wraps while it runs', async () => {
    const run = new FakeRun({ steps: 10, samples: 60 });
    const terminal = new FakeTerminal(true, 40);
    const seen: string[] = [];
    await show(run, { ...slow, afterStep: () => seen.push(terminal.screen) }, {}, terminal);
    expect(seen.at(-2)).toBe(' 7/10 [====================>.........]');
    expect(terminal.screen.replaceAll('\n', '')).toBe(`10/10 ${full} - 0s 20ms/step - loss: 0.1000`);
  });

  test('validation shows its progress, with the number of steps known from the time before', async () => {
    const run = new FakeRun({ epochs: 2, steps: 2, samples: 12, doValidation: true });
    const terminal = new FakeTerminal();
    const validation = { steps: 3, stepMs: 100, logs: () => ({ loss: 2 }) };
    const seen: string[] = [];
    const spy: Callback = {
      name: 'spy',
      onTestBatchBegin: () => void seen.push(terminal.screen.split('\n').at(-1) ?? ''),
    };
    await show(run, { ...slow, validation }, {}, terminal, [spy]);
    expect(seen[1]).toBe(`2/2 ${full} - validating 1 - loss: 0.5000`);
    expect(seen.slice(4)).toEqual([
      `2/2 ${full} - validating 1/3 - loss: 0.5000`,
      `2/2 ${full} - validating 2/3 - loss: 0.5000`,
    ]);
  });

  test('what a callback says stands above the line, which goes on', async () => {
    const run = new FakeRun({ steps: 10, samples: 60 });
    const terminal = new FakeTerminal();
    const progress = progressCallback({ output: terminal, now: () => run.time });
    let between = '';
    const talker: Callback = {
      name: 'talker',
      onTrainBatchEnd(step) {
        if (step === 6) progress.say('Half is done');
        if (step === 6) between = terminal.screen;
      },
    };
    await fakeFit(run, [progress, talker], slow);
    expect(between).toBe('Half is done\n 7/10 [====================>.........] - ETA: 0s - loss: 0.1429');
    expect(terminal.screen).toBe(`Half is done\n10/10 ${full} - 0s 20ms/step - loss: 0.1000\n`);
  });

  test('of two fits at the same time the second prints whole lines only', async () => {
    const terminal = new FakeTerminal();
    const inner = new FakeRun({ steps: 8, samples: 48 });
    const run = new FakeRun({ steps: 10, samples: 60 });
    let between = '';
    const other: Callback = {
      name: 'other',
      async onTrainBatchEnd(step) {
        if (step !== 4) return;
        await show(inner, { ...slow, logs: () => ({ loss: 7 }) }, {}, terminal);
        between = terminal.screen;
      },
    };
    await show(run, slow, {}, terminal, [other]);
    expect(between).toBe(
      `8/8 ${full} - 0s 20ms/step - loss: 7.0000\n 4/10 [===========>..................] - ETA: 0s - loss: 0.2500`,
    );
    expect(terminal.screen).toBe(
      `8/8 ${full} - 0s 20ms/step - loss: 7.0000\n10/10 ${full} - 0s 20ms/step - loss: 0.1000\n`,
    );
  });

  test('after a run that threw, close leaves its line, and the next run draws again', async () => {
    const terminal = new FakeTerminal();
    const run = new FakeRun({ steps: 10, samples: 60 });
    const progress = progressCallback({ output: terminal, now: () => run.time });
    const fails: Callback = {
      name: 'fails',
      onTrainBatchEnd: (step) => (step === 3 ? Promise.reject(new Error()) : undefined),
    };
    await expect(fakeFit(run, [progress, fails], slow)).rejects.toThrow();
    progress.close();
    progress.close();
    const before = ' 4/10 [===========>..................] - ETA: 0s - loss: 0.2500\n';
    expect(terminal.screen).toBe(before);
    const seen: string[] = [];
    await show(
      new FakeRun({ steps: 10, samples: 60 }),
      { ...slow, afterStep: () => seen.push(terminal.screen) },
      {},
      terminal,
    );
    expect(seen[0]).toBe(`${before} 1/10 [==>...........................] - ETA: 0s - loss: 1.0000`);
  });

  test("Keras 3's colours come and go with what the output wants", async () => {
    const run = () => new FakeRun({ steps: 4, samples: 24 });
    const coloured = await show(run(), slow, { progress: 'keras3' }, new FakeTerminal(true, 100, true));
    const plain = await show(run(), slow, { progress: 'keras3' }, new FakeTerminal(true, 100, false));
    expect(coloured.written.join('')).toContain('\x1b[32m━━━━━━━━━━━━━━━━━━━━\x1b[0m');
    expect(plain.written.join('').replaceAll('\x1b[K', '')).not.toContain('\x1b');
    expect(plain.screen).toBe(coloured.screen);
    expect(plain.screen).toBe('4/4 ━━━━━━━━━━━━━━━━━━━━ 0s 20ms/step - loss: 0.2500\n');
  });

  test('colours take no room, and end where a line is cut', async () => {
    const terminal = new FakeTerminal(true, 12, true);
    await show(new FakeRun({ steps: 4, samples: 24 }), slow, { progress: 'keras3' }, terminal);
    expect(terminal.written[0]).toBe('\r\x1b[1m1/4\x1b[0m \x1b[32m━━━━━\x1b[0m\x1b[37m━━\x1b[0m\x1b[K');
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
});

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
    const { screen } = await show(new FakeRun(params), training, { progress: 'plain' });
    const results = 'loss 0.9565, accuracy 0.5; in validation loss 1.013, accuracy NaN.';
    expect(screen).toBe(
      `Epoch 1 of 2: ${results} 57 steps of 32, 1.6 ms each, 19,700 samples/s.\n` +
        `Epoch 2 of 2: ${results} 57 steps of 32, 1.6 ms each, 19,700 samples/s.\n`,
    );
  });

  test('plain tells on a terminal how far it is', async () => {
    const terminal = new FakeTerminal();
    const seen: string[] = [];
    const run = new FakeRun({ ...params, doValidation: false });
    await show(
      run,
      { ...training, validation: undefined, stepMs: () => 100, afterStep: () => seen.push(terminal.screen) },
      { progress: 'plain' },
      terminal,
    );
    expect(seen[9]).toBe('Epoch 1 of 2: step 10 of 57, 320 samples/s, 4.7 s left; loss 0.9565, accuracy 0.5');
  });

  test('json is one object for each epoch, and for each second of a long one', async () => {
    const run = new FakeRun(params);
    const { screen } = await show(run, training, { progress: 'json' });
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
    const long = await show(new FakeRun({ ...params, epochs: 1, steps: 8, samples: 256 }), slow, {
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

    const brief = await show(new FakeRun({ ...params, epochs: 1, steps: 8, samples: 256 }), slow, {
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
    expect((await show(new FakeRun({ epochs: 2 }), article, { progress: own })).screen).toBe('tick\ntick\n');
  });

  test('an unknown format or verbosity is refused before anything runs', () => {
    expect(() => progressCallback({ progress: 'keras' as 'keras2' })).toThrow("Did you mean 'keras2'?");
    expect(() => progressCallback({ verbose: 3 as 1 })).toThrow(
      "fit: verbose: expected 0, 1, 2 or 'auto', got 3.",
    );
  });
});
