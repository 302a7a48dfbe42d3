import { describe, expect, it } from 'vitest';
import { layers, type Model, sequential } from '../src/index.js';
import type { Callback } from '../src/train/callbacks/callback.js';

const x = Array.from({ length: 24 }, (_, i) => [Math.sin(i), Math.cos(3 * i)]);
const y = x.map(([a, b]) => a - b);

function build(): Model {
  const model = sequential([
    layers.dense({ units: 6, activation: 'relu', inputShape: [2] }),
    layers.dropout({ rate: 0.5 }),
    layers.dense({ units: 1 }),
  ]);
  model.compile({ loss: 'mse', optimizer: 'sgd', threads: 1 });
  return model;
}
const bits = (model: Model) => model.getWeights().map(({ data }) => Array.from(data, Number));

describe('a seed', () => {
  it('gives the same weights, order and dropout in every run, bit for bit', async () => {
    const options = { epochs: 3, batchSize: 5, seed: 11, verbose: 0 } as const;
    const [a, b, c] = [build(), build(), build()];
    const first = await a.fit(x, y, options);
    const second = await b.fit(x, y, options);
    await c.fit(x, y, { ...options, seed: 12 });
    expect(bits(a)).toEqual(bits(b));
    expect(first.history).toEqual(second.history);
    expect(bits(a)).not.toEqual(bits(c));
  });

  it('gives the same initial weights whatever is asked first', async () => {
    const a = build();
    const b = build();
    const before: number[][][] = [];
    const look: Callback = {
      name: 'look',
      onTrainBegin(run) {
        before.push(run.getWeights().map(({ data }) => Array.from(data, Number)));
      },
    };
    await a.fit(x, y, { seed: 3, batchSize: 4, verbose: 0, callbacks: [look] });
    await b.fit(x, y, { seed: 3, batchSize: 24, verbose: 0, callbacks: [look] });
    expect(before[0]).toEqual(before[1]);
  });

  it('gives each sample its own dropout, whatever batch it is in: without updates, the loss does not depend on the batch', async () => {
    const losses: number[] = [];
    for (const batchSize of [1, 5, 7, 24]) {
      const model = sequential([
        layers.dense({ units: 6, inputShape: [2] }),
        layers.dropout({ rate: 0.5 }),
        layers.dense({ units: 1 }),
      ]);
      model.trainable = false;
      model.compile({ loss: 'mse', optimizer: 'sgd' });
      const { history } = await model.fit(x, y, { seed: 4, batchSize, verbose: 0, epochs: 2 });
      expect(history.loss[0]).not.toBeCloseTo(history.loss[1], 3);
      losses.push(history.loss[1]);
    }
    for (const loss of losses) expect(Math.abs(loss - losses[0]) / losses[0]).toBeLessThan(1e-6);
  });

  it('gives a second fit new orders and dropout, as one fit of as many epochs has', async () => {
    const options = { batchSize: 5, seed: 11, verbose: 0 } as const;
    const a = build();
    const b = build();
    await a.fit(x, y, { ...options, epochs: 4 });
    for (let epoch = 0; epoch < 4; epoch++) await b.fit(x, y, { ...options, epochs: 1 });
    expect(bits(a)).toEqual(bits(b));
  });

  it('gives a fit after one that was stopped an order of its own', async () => {
    const orders: number[][] = [];
    const data = {
      samples: 24,
      x: [{ name: 'input', shape: [2], dtype: 'float32' }],
      y: [{ name: 'dense', shape: [], dtype: 'float32' }],
      sampleWeight: [],
      gather: (rows: Int32Array) => orders.push([...rows]),
    };
    const model = build();
    const options = { batchSize: 24, seed: 11, verbose: 0 } as const;
    const stopped = { aborted: false };
    const stop: Callback = {
      name: 'stop',
      onTrainBatchEnd() {
        stopped.aborted = true;
      },
    };
    await model.fit(data, undefined, { ...options, epochs: 2, signal: stopped, callbacks: [stop] });
    await model.fit(data, undefined, options);
    expect(orders).toHaveLength(2);
    expect(orders[1]).not.toEqual(orders[0]);
  });
});
