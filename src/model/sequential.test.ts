import { describe, expect, it } from 'vitest';
import { input, layers, type Model, sequential } from '../index.js';

const rows = [
  [1, 2],
  [3, 4],
  [5, 6],
];
const quiet = { verbose: 0, seed: 1 } as const;
const numbers = (model: Model) => model.getWeights().map(({ data }) => Array.from(data, Number));

/** A dense layer whose output is kernel · x + bias, as given. */
function linear(model: Model, ...weights: unknown[]): Model {
  model.setWeights(weights);
  return model;
}

describe('a sequential model', () => {
  it('knows its shapes from the first layer’s inputShape', () => {
    const model = sequential([
      layers.dense({ units: 3, inputShape: [2] }),
      layers.dense({ units: 1, activation: 'relu' }),
    ]);
    expect(model.inputs).toEqual([{ name: 'input', dtype: 'float32', shape: ['batch', 2] }]);
    expect(model.outputs).toEqual([{ name: 'dense_1', dtype: 'float32', shape: ['batch', 1] }]);
    expect(model.weightNames).toEqual(['dense/kernel', 'dense/bias', 'dense_1/kernel', 'dense_1/bias']);
    expect(model.countParams()).toBe(2 * 3 + 3 + 3 + 1);
  });

  it('knows them from an input() as the first entry, with its name and type', () => {
    const model = sequential([
      input({ shape: [4], dtype: 'int32', name: 'words' }),
      layers.embedding({ inputDim: 7, outputDim: 2 }),
    ]);
    expect(model.inputs).toEqual([{ name: 'words', dtype: 'int32', shape: ['batch', 4] }]);
    expect(model.outputs[0].shape).toEqual(['batch', 4, 2]);
  });

  it('waits for its first data where nobody says the shape, and takes one number a sample as [1]', async () => {
    for (const [x, shape] of [
      [[1, 2, 3], [1]],
      [rows, [2]],
      [{ data: new Float32Array(12), shape: [3, 2, 2] }, [2, 2]],
    ] as const) {
      const model = sequential([layers.flatten(), layers.dense({ units: 1 })]);
      model.compile({ loss: 'mse', optimizer: 'sgd' });
      expect(() => model.getWeights()).toThrow(
        "sequential: expected to know its inputs' shape, got none yet. Give the first layer an inputShape, or call fit first.",
      );
      await model.fit(x, [1, 2, 3], quiet);
      expect(model.inputs[0].shape).toEqual(['batch', ...shape]);
    }
  });

  it('is not built for data that fit refuses, so the right data can come next', async () => {
    const model = sequential([layers.dense({ units: 1 })]);
    model.compile({ loss: 'mse', optimizer: 'sgd' });
    await expect(model.fit(new Float32Array(6), [1, 2, 3], quiet)).rejects.toThrow(
      'fit: y: expected 6 samples, as in x, got 3. Every array needs one entry for each sample.',
    );
    await expect(model.fit([[1, 2], [3]], [1, 2], quiet)).rejects.toThrow('rows of one length');
    await model.fit(rows, [1, 2, 3], quiet);
    expect(model.countParams()).toBe(3);
  });

  it('is built by predict too, and by a call on a symbolic tensor', async () => {
    const predicted = sequential([layers.dense({ units: 4 })]);
    expect((await predicted.predict(rows)).shape).toEqual([3, 4]);
    const called = sequential([layers.dense({ units: 4 })]);
    expect(called(input({ shape: [5] })).shape).toEqual(['batch', 4]);
    expect(called.countParams()).toBe(24);
  });

  it('grows by add, before and after training', async () => {
    const model = sequential();
    model.add(layers.dense({ units: 2, inputShape: [2] }));
    model.compile({ loss: 'mse', optimizer: 'sgd' });
    await model.fit(rows, rows, quiet);
    const before = numbers(model);
    model.add(layers.dense({ units: 1, kernelInitializer: 'ones' }));
    expect(model.layers).toHaveLength(2);
    expect(numbers(model).slice(0, 2)).toEqual(before);
    const [[a, b]] = (await model.predict([[1, 0]])).toArray() as [[number, number]];
    expect(b).toBeUndefined();
    expect(a).toBeCloseTo(before[0][0] + before[0][1] + before[1][0] + before[1][1], 5);
    const { history } = await model.fit(rows, [1, 2, 3], { ...quiet, epochs: 2 });
    expect(history.loss).toHaveLength(2);
    expect(numbers(model)[2]).not.toEqual([1, 1]);
  });

  it('stays as it was when a layer that is added does not fit', () => {
    const model = sequential([layers.dense({ units: 3, inputShape: [2] })]);
    expect(() => model.add(layers.reshape({ targetShape: [2] }))).toThrow('reshape');
    expect(model.layers).toHaveLength(1);
    model.add(layers.dense({ units: 1 }));
    expect(model.outputs[0].shape).toEqual(['batch', 1]);
  });

  it('may begin with a model that is built, and take its input from it', async () => {
    const inner = sequential([layers.dense({ units: 2, inputShape: [2] })], { name: 'inner' });
    const outer = sequential([inner, layers.dense({ units: 1 })]);
    expect(outer.inputs[0].shape).toEqual(['batch', 2]);
    expect(outer.weightNames).toEqual([
      'inner/dense/kernel',
      'inner/dense/bias',
      'dense/kernel',
      'dense/bias',
    ]);
    linear(
      outer,
      [
        [1, 0],
        [0, 10],
      ],
      [1, 1],
      [[1], [1]],
      [100],
    );
    expect((await outer.predict([[1, 2]])).toArray()).toEqual([[1 + 20 + 2 + 100]]);
    expect((await inner.predict([[1, 2]])).toArray()).toEqual([[2, 21]]);
  });

  it('may hold a model that waits for its shape, anywhere', () => {
    const inner = sequential([layers.dense({ units: 2 }), layers.dense({ units: 3 })]);
    const outer = sequential([
      layers.dense({ units: 5, inputShape: [2] }),
      inner,
      layers.dense({ units: 1 }),
    ]);
    expect(outer.weightNames).toEqual([
      'dense/kernel',
      'dense/bias',
      'sequential/dense/kernel',
      'sequential/dense/bias',
      'sequential/dense_1/kernel',
      'sequential/dense_1/bias',
      'dense_1/kernel',
      'dense_1/bias',
    ]);
    expect(inner.inputs[0].shape).toEqual(['batch', 5]);
  });

  it('may begin with a normalization that has seen its data', async () => {
    const scaler = layers.normalization();
    scaler.adapt([
      [0, 10],
      [2, 30],
    ]);
    const model = sequential([scaler, layers.dense({ units: 1, kernelInitializer: 'ones' })]);
    model.compile({ loss: 'mse', optimizer: 'sgd' });
    expect((await model.predict([[2, 30]])).toArray()).toEqual([[2]]);
    await model.fit([[0, 10]], [0], quiet);
    expect(numbers(model).slice(0, 2)).toEqual([
      [1, 20],
      [1, 100],
    ]);
  });

  it('may use one layer twice: its weights are counted once', () => {
    const shared = layers.dense({ units: 2 });
    const model = sequential([input({ shape: [2] }), shared, shared]);
    expect(model.countParams()).toBe(6);
    expect(model.weightNames).toEqual(['dense/kernel', 'dense/bias']);
  });

  it('refuses what is no layer, in words', () => {
    const dense = layers.dense({ units: 1 });
    const cases: [make: () => unknown, message: string][] = [
      [
        () => sequential([3 as never]),
        'sequential: expected layers, such as layers.dense({ units: 1 }), got 3.',
      ],
      [
        () => sequential(dense as never),
        'sequential: expected a list of layers, got a single dense. Write sequential([…]).',
      ],
      [
        () => sequential([layers.dense as never], { name: 'mine' }),
        'mine: expected layers, such as layers.dense({ units: 1 }), got the factory of dense. Call it with its options.',
      ],
      [
        () => sequential([layers.dense({ units: 1, inputShape: [2] }), input({ shape: [2] })]),
        'sequential: expected an input as the first entry, got one after others.',
      ],
      [
        () =>
          sequential([
            layers.dense({ units: 1, name: 'a', inputShape: [2] }),
            layers.dense({ units: 1, name: 'a' }),
          ]),
        "sequential: expected layers with names that differ, got 'a' twice.",
      ],
    ];
    for (const [make, message] of cases) expect(make).toThrow(message);
  });

  it('refuses to work without layers, or on batches whose shape it cannot know', async () => {
    const empty = sequential();
    empty.compile({ loss: 'mse' });
    await expect(empty.fit(rows, [1, 2, 3])).rejects.toThrow(
      'sequential: expected at least one layer, got none.',
    );
    const waiting = sequential([layers.dense({ units: 1 })]);
    waiting.compile({ loss: 'mse' });
    await expect(waiting.fit(() => [[rows, [1, 2, 3]] as const])).rejects.toThrow(
      'fit: x: expected an array, to learn the shape of a sample from, got batches. Give the first layer an inputShape.',
    );
  });
});
