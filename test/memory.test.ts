import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { datasets, layers, sequential } from '../src/index.js';
import type { Callback } from '../src/train/callbacks/callback.js';

setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc') as () => void;

const MiB = 2 ** 20;

/** Bytes of live objects. Two collections, with a turn for finalizers between them. */
async function heap(): Promise<number> {
  gc();
  await new Promise((resolve) => setImmediate(resolve));
  gc();
  return process.memoryUsage().heapUsed;
}

describe('memory', () => {
  it('stays flat over 10,000 epochs, but for what History keeps of each', async () => {
    const { x, y } = datasets.digits();
    const rows = 8;
    const [few, labels] = [x.data.subarray(0, rows * 64), y.data.subarray(0, rows)];
    const net = sequential([
      layers.dense({ units: 8, activation: 'relu', inputShape: [64] }),
      layers.dense({ units: 10, activation: 'softmax' }),
    ]);
    net.compile({
      loss: 'sparseCategoricalCrossentropy',
      optimizer: 'adam',
      metrics: ['accuracy'],
      threads: 1,
    });
    const measured: Record<number, number> = {};
    const measure: Callback = {
      name: 'measure',
      async onEpochBegin(epoch) {
        if (epoch === 2000 || epoch === 9999) measured[epoch] = await heap();
      },
    };
    const data = { data: few, shape: [rows, 64] };
    const history = await net.fit(data, labels, {
      epochs: 10_000,
      batchSize: 'full',
      verbose: 0,
      seed: 1,
      callbacks: [measure],
    });
    expect(history.epoch).toHaveLength(10_000);
    expect(history.history.loss[9999]).toBeLessThan(0.01);
    // Two logs, three counts, an index and four timings an epoch: some 160 bytes, 1.3 MB in all.
    expect(measured[9999] - measured[2000]).toBeLessThan(2 * MiB);
  });

  it('of 200 models that were built, fitted for a step and dropped is given back', async () => {
    const x = Array.from({ length: 32 }, (_, i) => [Math.sin(i), Math.cos(i)]);
    const y = x.map(([a]) => a);
    const once = async (units: number) => {
      const net = sequential([
        layers.dense({ units, activation: 'relu', inputShape: [2] }),
        layers.dense({ units: 1 }),
      ]);
      net.compile({ loss: 'mse', optimizer: 'adam', threads: 1 });
      await net.fit(x, y, { verbose: 0, seed: 1 });
      await net.predict(x);
    };
    for (let i = 0; i < 40; i++) await once(100 + i);
    const before = { heap: await heap(), all: process.memoryUsage().rss };
    for (let i = 0; i < 200; i++) await once(200 + i);
    const after = { heap: await heap(), all: process.memoryUsage().rss };
    expect(after.heap - before.heap).toBeLessThan(2 * MiB);
    // 400 different sessions: kept, they would hold some hundreds of MiB.
    expect(after.all - before.all).toBeLessThan(100 * MiB);
  });
});
