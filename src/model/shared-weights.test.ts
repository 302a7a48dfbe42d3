import { describe, expect, it } from 'vitest';
import { input, layers, type Model, model, sequential } from '../index.js';
import type { Callback } from '../train/callbacks/callback.js';

const rows = [
  [1, 2],
  [3, 4],
];
const quiet = { verbose: 0, seed: 1 } as const;
const sgd = { type: 'sgd', options: { learningRate: 0.01 } } as const;
const numbers = (model: Model) => model.getWeights().map(({ data }) => Array.from(data, Number));

/** An encoder, and the autoencoder that shares it. */
function pair() {
  const x = input({ shape: [2] });
  const code = layers.dense({ units: 3, name: 'code' })(x);
  const encoder = model({ inputs: x, outputs: code, name: 'encoder' });
  const whole = model({ inputs: x, outputs: layers.dense({ units: 2, name: 'back' })(code), name: 'whole' });
  return { encoder, whole };
}

describe('weights', () => {
  it('are copied by getWeights, and set from any kind of array', async () => {
    const net = sequential([layers.dense({ units: 2, inputShape: [2] })]);
    net.setWeights([
      [
        [1, 2],
        [3, 4],
      ],
      Float64Array.of(5, 6),
    ]);
    const copies = net.getWeights();
    copies[0].data[0] = 99;
    expect(numbers(net)).toEqual([
      [1, 2, 3, 4],
      [5, 6],
    ]);
    net.setWeights([{ data: [4, 3, 2, 1], shape: [2, 2] }, copies[1]]);
    expect((await net.predict([[1, 0]])).toArray()).toEqual([[9, 9]]);
    net.setWeights(net.getWeights());
    expect(numbers(net)[0]).toEqual([4, 3, 2, 1]);
  });

  it('stay as they are, all of them, when one array does not fit', () => {
    const net = sequential([layers.dense({ units: 2, inputShape: [2] }), layers.dense({ units: 1 })]);
    const before = numbers(net);
    const good = net.getWeights();
    const cases: [weights: unknown, message: string][] = [
      [[], 'sequential: setWeights: expected 4 arrays, as getWeights gives, got 0.'],
      ['x', "sequential: setWeights: expected 4 arrays, as getWeights gives, got 'x'."],
      [[good[0], good[1], good[2], [1, 2]], 'setWeights: dense_1/bias: expected [1], got [2].'],
      [[[[9, 9]], ...good.slice(1)], 'setWeights: dense/kernel: expected [2, 2], got [1, 2].'],
      [
        [
          [
            [9, 9],
            [9, 'x'],
          ],
          ...good.slice(1),
        ],
        "setWeights: dense/kernel: expected numbers, got 'x' at [1, 1].",
      ],
    ];
    for (const [weights, message] of cases) {
      expect(() => net.setWeights(weights as never), message).toThrow(message);
      expect(numbers(net)).toEqual(before);
    }
  });

  it('are trained further from where setWeights puts them, between two fits too', async () => {
    const net = sequential([layers.dense({ units: 1, inputShape: [2], useBias: false })]);
    net.compile({ loss: 'mae', optimizer: sgd });
    for (const start of [10, 20]) {
      net.setWeights([[[start], [start]]]);
      await net.fit([[1, 2]], [0], quiet);
      const [[a, b]] = numbers(net);
      expect([a, b]).toEqual([Math.fround(start - 0.01), Math.fround(start - 0.02)]);
    }
  });

  it('of a shared layer are one, whichever model trains them', async () => {
    const { encoder, whole } = pair();
    encoder.compile({ loss: 'mse', optimizer: sgd });
    whole.compile({ loss: 'mse', optimizer: sgd });
    for (let round = 0; round < 3; round++) {
      const before = numbers(encoder);
      await whole.fit(rows, rows, quiet);
      expect(numbers(encoder)).not.toEqual(before);
      expect(numbers(encoder)).toEqual(numbers(whole).slice(0, 2));
      const between = await encoder.predict([[1, 1]]);
      const [kernel, bias] = encoder.getWeights();
      for (let unit = 0; unit < 3; unit++) {
        const sum = Number(kernel.data[unit]) + Number(kernel.data[3 + unit]) + Number(bias.data[unit]);
        expect(Number(between.data[unit])).toBeCloseTo(sum, 5);
      }
      await encoder.trainOnBatch(rows, [
        [0, 0, 0],
        [0, 0, 0],
      ]);
      expect(numbers(whole).slice(0, 2)).toEqual(numbers(encoder));
    }
  });

  it('of a shared layer may be looked at by another model in the middle of a fit', async () => {
    const alone = pair().whole;
    const { encoder, whole } = pair();
    encoder.compile({ loss: 'mse', optimizer: sgd });
    const codes: number[][] = [];
    const look: Callback = {
      name: 'look',
      async onTrainBatchEnd() {
        const code = await encoder.predict([[1, 2]]);
        codes.push(Array.from(code.data, Number));
        await encoder.evaluate(rows, [
          [0, 0, 0],
          [0, 0, 0],
        ]);
      },
    };
    const options = { ...quiet, epochs: 4, batchSize: 1 };
    for (const each of [alone, whole]) each.compile({ loss: 'mse', optimizer: sgd });
    await alone.fit(rows, rows, options);
    await whole.fit(rows, rows, { ...options, callbacks: [look] });
    expect(numbers(whole)).toEqual(numbers(alone));
    expect(numbers(encoder)).toEqual(numbers(whole).slice(0, 2));
    expect(new Set(codes.map(String)).size).toBe(8);
    expect(codes.at(-1)).toEqual(Array.from((await encoder.predict([[1, 2]])).data, Number));
  });

  it('of a shared layer cannot be trained by two models at once', async () => {
    const { encoder, whole } = pair();
    for (const each of [encoder, whole]) each.compile({ loss: 'mse', optimizer: sgd });
    const train: Callback = {
      name: 'train',
      async onEpochEnd() {
        await encoder.trainOnBatch(rows, [
          [0, 0, 0],
          [0, 0, 0],
        ]);
      },
    };
    await expect(whole.fit(rows, rows, { ...quiet, callbacks: [train] })).rejects.toThrow(
      'trainOnBatch: expected layers that no other model trains at the same time, got ones that are in its fit. Await that first.',
    );
    await encoder.trainOnBatch(rows, [
      [0, 0, 0],
      [0, 0, 0],
    ]);
  });

  it('of a layer that was frozen before compile do not change, nor count in its penalty', async () => {
    const build = (frozen: boolean) => {
      const first = layers.dense({ units: 2, inputShape: [2], kernelRegularizer: 'l2' });
      const net = sequential([first, layers.batchNormalization(), layers.dense({ units: 1 })]);
      first.trainable = !frozen;
      net.compile({ loss: 'mse', optimizer: sgd });
      return net;
    };
    const [frozen, free] = [build(true), build(false)];
    free.setWeights(frozen.getWeights());
    const before = numbers(frozen);
    const withPenalty = await free.evaluate(rows, [1, 2]);
    const without = await frozen.evaluate(rows, [1, 2]);
    const penalty = 0.01 * before[0].reduce((sum, value) => sum + value * value, 0);
    expect(withPenalty.loss - without.loss).toBeCloseTo(penalty, 5);
    await frozen.fit(rows, [1, 2], quiet);
    expect(numbers(frozen).slice(0, 2)).toEqual(before.slice(0, 2));
    expect(numbers(frozen).at(-2)).not.toEqual(before.at(-2));
    expect(frozen.summary()).toContain('Parameters: 17, of which 7 are trained');
  });

  it('of a model that is frozen whole do not change; its moving statistics neither', async () => {
    const net = sequential([layers.batchNormalization({ inputShape: [2] }), layers.dense({ units: 1 })]);
    net.trainable = false;
    net.compile({ loss: 'mse', optimizer: 'adam' });
    const before = numbers(net);
    await net.fit(
      [
        [1, 2],
        [5, 9],
      ],
      [1, 2],
      { ...quiet, epochs: 3 },
    );
    expect(numbers(net)).toEqual(before);
    net.trainable = true;
    net.compile({ loss: 'mse', optimizer: 'adam' });
    await net.fit(
      [
        [1, 2],
        [5, 9],
      ],
      [1, 2],
      quiet,
    );
    for (const [i, weight] of numbers(net).entries()) expect(weight).not.toEqual(before[i]);
  });

  it('that were frozen after compile are as they were compiled until the next, whatever kinds of steps follow', async () => {
    const net = sequential([layers.dense({ units: 1, inputShape: [2] })]);
    net.compile({ loss: 'mse', optimizer: sgd });
    await net.fit(rows, [1, 2], quiet);
    net.trainable = false;
    const plain = sequential([layers.dense({ units: 1, inputShape: [2] })]);
    plain.compile({ loss: 'mse', optimizer: sgd });
    plain.setWeights(net.getWeights());
    await net.fit(rows, [5, -5], { ...quiet, sampleWeight: [2, 1] });
    await plain.fit(rows, [5, -5], { ...quiet, sampleWeight: [2, 1] });
    expect(numbers(net)).toEqual(numbers(plain));
  });
});
