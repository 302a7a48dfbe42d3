import { describe, expect, it } from 'vitest';
import { layers, type NDArray, sequential } from '../src/index.js';
import type { Callback } from '../src/train/callbacks/callback.js';
import { build, quiet, stepByHand, weights, x } from './one-neuron.js';

describe('calls at the same time', () => {
  it('train different models, each as if alone', async () => {
    const options = { ...quiet, epochs: 20, batchSize: 2 };
    const alone = build();
    const { history } = await alone.fit(x, x, options);
    const [a, b] = [build(), build({ loss: 'mae' })];
    const [first, second] = await Promise.all([a.fit(x, x, options), b.fit(x, x, options)]);
    expect(first.history).toEqual(history);
    expect(weights(a)).toEqual(weights(alone));
    expect(second.history).not.toEqual(history);
  });

  it('refuse a second fit of one model, and compile in the middle of one', async () => {
    const net = build();
    const first = net.fit(x, x, { ...quiet, epochs: 3 });
    await expect(net.fit(x, x, quiet)).rejects.toThrow(
      'fit: expected one fit at a time on a model, got a call while one is under way. Await it first.',
    );
    expect((await first).epoch).toHaveLength(3);
    const compile: Callback = { name: 'c', onEpochEnd: () => net.compile({ loss: 'mse' }) };
    await expect(net.fit(x, x, { ...quiet, callbacks: [compile] })).rejects.toThrow(
      'compile: expected a model that is not in a fit, got a call while one is under way. Await it first.',
    );
    await net.fit(x, x, quiet);
  });

  it('predict and evaluate in turn, each its own data', async () => {
    const net = build();
    const many = Array.from({ length: 12 }, (_, i) => x.map((each) => each * (i + 1)));
    const outputs = await Promise.all(many.flatMap((rows) => [net.predict(rows), net.predictOnBatch(rows)]));
    for (const [i, output] of outputs.entries()) {
      expect(output.toArray()).toEqual(many[i >> 1].map((each) => [each / 2]));
    }
    const logs = await Promise.all(many.map((rows) => net.evaluate(rows, rows)));
    for (const [i, { loss }] of logs.entries()) {
      expect(loss / stepByHand([0.5, 0], many[i]).loss).toBeCloseTo(1, 5);
    }
  });

  it('predict the same while long runs go off the thread', async () => {
    const size = 512;
    const net = sequential([
      layers.dense({ units: size, inputShape: [size] }),
      layers.dense({ units: size }),
    ]);
    const data = Float32Array.from({ length: 256 * size }, (_, i) => Math.sin(i));
    const [a, b] = [data, data.map((value) => -value)].map((each) => ({ data: each, shape: [256, size] }));
    const alone = [
      await net.predict(a, { batchSize: 'full' as never }),
      await net.predict(b, { batchSize: 256 }),
    ];
    const together = await Promise.all([a, b, a, b].map((each) => net.predict(each, { batchSize: 256 })));
    const max = (one: NDArray, other: NDArray) => {
      const differences = Array.from(one.data, Number).map((value, i) =>
        Math.abs(value - Number(other.data[i])),
      );
      return differences.reduce((most, value) => Math.max(most, value));
    };
    for (const [i, output] of together.entries()) expect(max(output, alone[i % 2])).toBeLessThan(1e-5);
  });

  it('let timers have their turn during short steps, batches and epochs alike', async () => {
    for (const options of [{ batchSize: 1 }, { batchSize: 'full' }] as const) {
      let fired = 0;
      const timer = setInterval(() => fired++, 1);
      const net = build();
      const stop: Callback = {
        name: 'stop',
        onEpochEnd: (_, __, run) => (fired > 2 ? run.stopTraining() : undefined),
      };
      const { epoch } = await net.fit(x, x, { ...quiet, ...options, epochs: 1_000_000, callbacks: [stop] });
      clearInterval(timer);
      expect(epoch.length).toBeLessThan(1_000_000);
    }
  });
});
