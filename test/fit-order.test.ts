import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { layers, type Model, sequential } from '../src/index.js';
import { FakeTerminal } from '../src/testing/fake-terminal.js';
import type { Callback, Logs, Run } from '../src/train/callbacks/callback.js';
import type { CallbackOrderGolden } from './golden/fit-case.js';

const golden = JSON.parse(
  readFileSync(new URL('./golden/callback-order.json', import.meta.url), 'utf8'),
) as CallbackOrderGolden;

const x = [1, 2, 3, 4, 5, 6];

function build(metrics: readonly 'mae'[] = ['mae']): Model {
  const net = sequential([layers.dense({ units: 1, inputShape: [1] })]);
  net.compile({ loss: 'mse', optimizer: 'sgd', metrics });
  net.setWeights([[[0.5]], [0]]);
  return net;
}

type Call = [hook: string, index: number | null, logs: string[]];

/** Writes down every call that a callback gets. */
function recorder(calls: Call[]): Callback {
  const plain = (hook: string) => () => void calls.push([hook, null, []]);
  const withIndex = (hook: string) => (index: number) => void calls.push([hook, index, []]);
  const withLogs = (hook: string) => (logs: Logs) => void calls.push([hook, null, Object.keys(logs)]);
  const withBoth = (hook: string) => (index: number, logs: Logs) =>
    void calls.push([hook, index, Object.keys(logs)]);
  return {
    name: 'recorder',
    onTrainBegin: plain('onTrainBegin'),
    onTrainEnd: withLogs('onTrainEnd'),
    onEpochBegin: withIndex('onEpochBegin'),
    onEpochEnd: withBoth('onEpochEnd'),
    onTrainBatchBegin: withIndex('onTrainBatchBegin'),
    onTrainBatchEnd: withBoth('onTrainBatchEnd'),
    onTestBegin: plain('onTestBegin'),
    onTestEnd: withLogs('onTestEnd'),
    onTestBatchBegin: withIndex('onTestBatchBegin'),
    onTestBatchEnd: withBoth('onTestBatchEnd'),
    onPredictBegin: plain('onPredictBegin'),
    onPredictEnd: plain('onPredictEnd'),
    onPredictBatchBegin: withIndex('onPredictBatchBegin'),
    onPredictBatchEnd: withIndex('onPredictBatchEnd'),
  };
}

describe('callbacks', () => {
  it.each(golden.cases.map((each, i) => [i, each] as const))(
    'are called in Keras’s order, case %i',
    async (_, each) => {
      const calls: Call[] = [];
      const data = x.slice(0, each.samples);
      await build().fit(data, data, {
        ...each.fit,
        classWeight: undefined,
        verbose: 0,
        callbacks: [recorder(calls)],
      });
      expect(calls).toEqual(each.calls);
    },
  );

  it('are called in the order of the list, and each promise is awaited before the next call', async () => {
    const calls: string[] = [];
    const slow: Callback = {
      name: 'slow',
      async onEpochEnd(epoch) {
        await new Promise((resolve) => setTimeout(resolve, 5));
        calls.push(`slow ${epoch}`);
      },
      async onTrainBatchEnd(step) {
        await Promise.resolve();
        calls.push(`slow step ${step}`);
      },
    };
    const quick: Callback = {
      name: 'quick',
      onEpochEnd: (epoch) => void calls.push(`quick ${epoch}`),
      onTrainBatchEnd: (step) => void calls.push(`quick step ${step}`),
    };
    await build().fit(x, x, { epochs: 2, batchSize: 3, verbose: 0, callbacks: [slow, quick] });
    const steps = ['slow step 0', 'quick step 0', 'slow step 1', 'quick step 1'];
    expect(calls).toEqual([...steps, 'slow 0', 'quick 0', ...steps, 'slow 1', 'quick 1']);
  });

  it('hear of evaluate and predict too', async () => {
    const calls: Call[] = [];
    const net = build();
    await net.evaluate(x, x, { batchSize: 4, callbacks: [recorder(calls)] });
    await net.predict(x, { batchSize: 6, callbacks: [recorder(calls)] });
    expect(calls).toEqual([
      ['onTestBegin', null, []],
      ['onTestBatchBegin', 0, []],
      ['onTestBatchEnd', 0, ['loss', 'mae']],
      ['onTestBatchBegin', 1, []],
      ['onTestBatchEnd', 1, ['loss', 'mae']],
      ['onTestEnd', null, ['loss', 'mae']],
      ['onPredictBegin', null, []],
      ['onPredictBatchBegin', 0, []],
      ['onPredictBatchEnd', 0, []],
      ['onPredictEnd', null, []],
    ]);
  });

  it('see the batch: sizes, samples, updates, the learning rate, and running means of the epoch', async () => {
    const seen: unknown[] = [];
    const look: Callback = {
      name: 'look',
      onTrainBatchEnd(step, logs, run: Run) {
        const { epoch, size, samplesSeen, updates, learningRate } = run;
        seen.push([epoch, step, size, samplesSeen, updates, learningRate, logs.mae.toFixed(2)]);
        run.learningRate = 0;
      },
    };
    await build().fit(x, x, { epochs: 2, batchSize: 4, shuffle: false, verbose: 0, callbacks: [look] });
    // The first step is at 0.5 x: errors 0.5, 1, 1.5, 2. After it the kernel is 0.5 + 0.01 · mean(2 · 0.5 x · x) = 0.575 and the
    // bias 0.01 · mean(x) = 0.025, and stays so.
    const second = 5 + 6 - 2 * 0.025 - 0.575 * 11;
    const all = 21 * 0.425 - 6 * 0.025;
    expect(seen).toEqual([
      [0, 0, 4, 4, 1, 0.01, '1.25'],
      [0, 1, 2, 6, 2, 0, ((5 + second) / 6).toFixed(2)],
      [1, 0, 4, 10, 3, 0, ((10 * 0.425 - 4 * 0.025) / 4).toFixed(2)],
      [1, 1, 2, 12, 4, 0, (all / 6).toFixed(2)],
    ]);
  });

  it('may stop training after a step: validation and the end of the epoch still come', async () => {
    const calls: Call[] = [];
    const stop: Callback = {
      name: 'stop',
      onTrainBatchEnd: (step, _, run) => (step === 1 ? run.stopTraining() : undefined),
    };
    const history = await build().fit(x, x, {
      epochs: 5,
      batchSize: 1,
      validationData: [x, x],
      verbose: 0,
      callbacks: [recorder(calls), stop],
    });
    expect(
      calls.filter(([hook]) => !hook.startsWith('onTest')).map(([hook, index]) => [hook, index]),
    ).toEqual([
      ['onTrainBegin', null],
      ['onEpochBegin', 0],
      ['onTrainBatchBegin', 0],
      ['onTrainBatchEnd', 0],
      ['onTrainBatchBegin', 1],
      ['onTrainBatchEnd', 1],
      ['onEpochEnd', 0],
      ['onTrainEnd', null],
    ]);
    expect(history.epoch).toEqual([0]);
    expect(history.steps).toEqual([2]);
    expect(history.samples).toEqual([2]);
    expect(Object.keys(history.history)).toEqual(['loss', 'mae', 'val_loss', 'val_mae']);
  });

  it('that throw leave the error, a model that can be used, and a terminal that is clean', async () => {
    const terminal = new FakeTerminal();
    const net = build();
    const bad: Callback = {
      name: 'bad',
      onTrainBatchEnd(step) {
        if (step === 3) throw new RangeError('mine');
      },
    };
    const options = { batchSize: 1, epochs: 2, output: terminal };
    await expect(net.fit(x, x, { ...options, callbacks: [bad] })).rejects.toThrow(new RangeError('mine'));
    expect(terminal.screen.endsWith('\n')).toBe(true);
    const state = net.trainingState();
    expect([state.updates, state.position.epoch, state.position.step]).toEqual([4, 0, 4]);
    const before = terminal.screen;
    const history = await net.fit(x, x, { ...options, epochs: 1 });
    expect(history.steps).toEqual([6]);
    expect(terminal.screen.slice(before.length)).toMatch(
      /^6\/6 \[=+\] - 0s \d+\w+\/step - loss: \d+\.\d{4} - mae: \d+\.\d{4}\n$/,
    );
  });

  it('that throw before the first step change nothing', async () => {
    const net = build();
    const before = net.getWeights();
    for (const hook of ['onTrainBegin', 'onEpochBegin', 'onTrainBatchBegin'] as const) {
      const bad = { name: 'bad', [hook]: () => Promise.reject(new Error(hook)) };
      await expect(net.fit(x, x, { verbose: 0, callbacks: [bad] })).rejects.toThrow(hook);
      expect(net.getWeights()).toEqual(before);
    }
  });
});

describe('progress', () => {
  it('is Keras 2’s, epoch by epoch, in a log', async () => {
    const log = new FakeTerminal(false);
    await build().fit(x, x, { epochs: 2, batchSize: 3, validationSplit: 0.34, output: log, shuffle: false });
    const bar =
      '1/1 \\[={30}\\] - 0s \\d+(s|ms|us)/step - loss: \\d+\\.\\d{4} - mae: \\d+\\.\\d{4} - val_loss: \\d+\\.\\d{4} - val_mae: \\d+\\.\\d{4}';
    expect(log.screen).toMatch(new RegExp(`^Epoch 1/2\n${bar}\nEpoch 2/2\n${bar}\n$`));
  });

  it('is one line an epoch with verbose 2, nothing with verbose 0, and nothing is printed by evaluate and predict unasked', async () => {
    const log = new FakeTerminal(false);
    await build([]).fit(x, x, { epochs: 1, verbose: 2, output: log });
    expect(log.screen).toMatch(/^1\/1 - 0s - loss: \d+\.\d{4} - \d+ms\/epoch - \d+(ms|us)\/step\n$/);
    const silent = new FakeTerminal(false);
    const net = build();
    await net.fit(x, x, { verbose: 0, output: silent });
    await net.evaluate(x, x, { output: silent });
    await net.predict(x, { output: silent });
    expect(silent.written).toEqual([]);
    await net.evaluate(x, x, { verbose: 1, output: silent });
    expect(silent.screen).toMatch(/^1\/1 \[=+\] - 0s \d+(ms|us)\/step - loss: /);
  });

  it('says what is odd about the data and the plan before the first epoch', async () => {
    const log = new FakeTerminal(false);
    await build([]).fit([1, Number.NaN, 3], [1, 2, 3], { batchSize: 8, output: log, shuffle: false });
    const [data, plan, , loss] = log.screen.split('\n').filter((line) => !line.startsWith('Running on'));
    expect(data).toBe(
      'fit: x holds NaN at [1], the first of its values that is not a finite number. Every result that it touches becomes NaN.',
    );
    expect(plan).toBe('Batch size 8 is more than there are samples: a full batch of 3.');
    expect(`${log.screen}${loss}`).toContain(
      'fit: expected a finite loss, got NaN at epoch 1, step 1 (update 1).',
    );
  });
});
