import { describe, expect, it } from 'vitest';
import { FakeTerminal } from '../src/testing/fake-terminal.js';
import type { Callback } from '../src/train/callbacks/callback.js';
import { build, quiet, weights, x } from './one-neuron.js';

describe('a signal', () => {
  it('stops after the step it comes in, and leaves a state to go on from', async () => {
    const net = build();
    const controller = new AbortController();
    const abort: Callback = {
      name: 'a',
      onTrainBatchEnd: (step) => (step === 1 ? controller.abort() : undefined),
    };
    const options = { ...quiet, batchSize: 1, epochs: 2 };
    const history = await net.fit(x, x, { ...options, signal: controller.signal, callbacks: [abort] });
    expect(history.epoch).toEqual([]);
    const { updates, position } = net.trainingState();
    expect([updates, position.epoch, position.step]).toEqual([2, 0, 2]);
  });

  it('that a timer gives stops a fit that would go on for ever', async () => {
    const net = build();
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 20);
    await net.fit(x, x, { ...quiet, epochs: 1_000_000_000, signal: controller.signal });
    expect(net.trainingState().updates).toBeGreaterThan(1);
    await net.fit(x, x, quiet);
  });

  it('that was given before does not let it begin', async () => {
    const net = build();
    const history = await net.fit(x, x, { ...quiet, signal: AbortSignal.abort() });
    expect(history.epoch).toEqual([]);
    expect(weights(net)).toEqual([0.5, 0]);
  });
});

describe('a loss that is not finite', () => {
  it('stops training, says where, and keeps the last good weights', async () => {
    const output = new FakeTerminal(false);
    const net = build({ optimizer: { type: 'sgd', options: { learningRate: 1e30 } } });
    const { history } = await net.fit(x, x, { ...quiet, verbose: 2, epochs: 9, batchSize: 2, output });
    expect(history.loss).toHaveLength(1);
    expect(output.screen).toMatch(
      /fit: expected a finite loss, got (NaN|Infinity) at epoch 1, step \d \(update \d\)\. Training stops, the weights are those from before this step\./,
    );
    expect(weights(net).every(Number.isFinite)).toBe(true);
  });

  it('does not change the weights in trainOnBatch', async () => {
    const net = build();
    expect((await net.trainOnBatch([Number.NaN], [1])).loss).toBeNaN();
    expect(weights(net)).toEqual([0.5, 0]);
  });
});
