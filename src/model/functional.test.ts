import { describe, expect, it } from 'vitest';
import { input, layers, model, type NDArray, sequential } from '../index.js';
import type { SymbolicTensor } from '../layers/layer.js';
import { filled, twoAndTwo } from '../testing/two-and-two.js';

const rows = [
  [1, 2],
  [3, 4],
  [5, 6],
  [7, 8],
];
const quiet = { verbose: 0, seed: 1, shuffle: false } as const;
describe('a functional model', () => {
  it('takes and gives several arrays by list', async () => {
    const net = twoAndTwo('list');
    const outputs = await net.predict<NDArray[]>([rows, [10, 20, 30, 40]]);
    expect(outputs.map((each) => each.toArray())).toEqual([
      [[13], [27], [41], [55]],
      [[39], [81], [123], [165]],
    ]);
    const named = await net.predict<NDArray[]>({ a: rows, b: [10, 20, 30, 40] });
    expect(named[0].toArray()).toEqual(outputs[0].toArray());
  });

  it('takes and gives several arrays by the names of a record', async () => {
    const net = twoAndTwo('record');
    expect(net.inputs.map(({ name }) => name)).toEqual(['left', 'right']);
    const outputs = await net.predict<Record<string, NDArray>>({
      left: rows,
      right: [[10], [20], [30], [40]],
    });
    expect(Object.keys(outputs)).toEqual(['sum', 'triple']);
    expect(outputs.triple.toArray()).toEqual([[39], [81], [123], [165]]);
    const byPlace = await net.predictOnBatch<Record<string, NDArray>>([rows, [10, 20, 30, 40]]);
    expect(byPlace.sum.toArray()).toEqual([[13], [27], [41], [55]]);
    await expect(net.predict({ a: rows, b: [1, 2, 3, 4] })).rejects.toThrow(
      "predict: x: expected the name of a known part, got 'a'.",
    );
  });

  it('gives a list of one where a list of one was asked for, and a record of one', async () => {
    const x = input({ shape: [2] });
    const y = filled(1, 1)(x);
    const list = await model({ inputs: [x], outputs: [y] }).predict<NDArray[]>([[1, 2]]);
    expect(list.map((each) => each.toArray())).toEqual([[[3]]]);
    const record = await model({ inputs: x, outputs: { y } }).predict<Record<string, NDArray>>([[1, 2]]);
    expect(record.y.toArray()).toEqual([[3]]);
  });

  it('adds a layer’s input to its output: a residual', async () => {
    const x = input({ shape: [2] });
    const net = model({ inputs: x, outputs: layers.add()([x, filled(2, 1)(x)]) });
    expect((await net.predict([[1, 2]])).toArray()).toEqual([[4, 5]]);
    net.compile({ loss: 'mse', optimizer: { type: 'sgd', options: { learningRate: 0.5 } } });
    // Output (4, 5) for targets (4, 3): the gradient is (0, 2), so the second column falls by 0.5 · 2 · x.
    await net.fit([[1, 2]], [[4, 3]], quiet);
    expect(net.getWeights().map((each) => each.toArray())).toEqual([
      [
        [1, 0],
        [1, -1],
      ],
      [0, -1],
    ]);
  });

  it('shares a layer that is called twice: one set of weights, gradients summed', async () => {
    const a = input({ shape: [1], name: 'a' });
    const b = input({ shape: [1], name: 'b' });
    const twice = filled(1, 2, 'twice');
    const net = model({ inputs: [a, b], outputs: layers.add()([twice(a), twice(b)]) });
    expect(net.weightNames).toEqual(['twice/kernel', 'twice/bias']);
    expect((await net.predict([[1], [10]])).toArray()).toEqual([[22]]);
    net.compile({ loss: 'mae', optimizer: { type: 'sgd', options: { learningRate: 0.1 } } });
    await net.fit([[1], [10]], [0], quiet);
    const [kernel, bias] = net.getWeights();
    expect(kernel.data[0]).toBeCloseTo(2 - 0.1 * 11, 6);
    expect(bias.data[0]).toBeCloseTo(-0.1 * 2, 6);
  });

  it('holds a model that is called twice', async () => {
    const inner = sequential([filled(2, 1), filled(1, 1)], { name: 'inner' });
    const a = input({ shape: [2], name: 'a' });
    const b = input({ shape: [2], name: 'b' });
    const net = model({ inputs: [a, b], outputs: layers.subtract()([inner(a), inner(b)]) });
    expect(net.weightNames).toEqual([
      'inner/dense/kernel',
      'inner/dense/bias',
      'inner/dense_1/kernel',
      'inner/dense_1/bias',
    ]);
    expect((await net.predict([[[1, 2]], [[10, 20]]])).toArray()).toEqual([[2 * 3 - 2 * 30]]);
    net.compile({ loss: 'mse', optimizer: 'adam' });
    await net.fit([rows, rows], [1, 1, 1, 1], quiet);
    expect(net.layers.map(({ type }) => type)).toEqual(['sequential', 'subtract']);
  });

  it('holds a model of several inputs and outputs', async () => {
    const inner = twoAndTwo('list');
    const x = input({ shape: [2], name: 'x' });
    const z = input({ shape: [1], name: 'z' });
    const [p, q] = inner([x, z]) as unknown as SymbolicTensor[];
    const net = model({ inputs: [x, z], outputs: layers.concatenate()([p, q, z]) });
    expect((await net.predict([[[1, 2]], [[10]]])).toArray()).toEqual([[13, 39, 10]]);
  });

  it('may hand an input on as an output', async () => {
    const x = input({ shape: [2], name: 'x' });
    const net = model({ inputs: x, outputs: [x, filled(1, 1)(x)] });
    const [same, sum] = await net.predict<NDArray[]>([[1, 2]]);
    expect([same.toArray(), sum.toArray()]).toEqual([[[1, 2]], [[3]]]);
  });

  it('may leave an input unused', async () => {
    const x = input({ shape: [2], name: 'x' });
    const idle = input({ shape: [3], name: 'idle' });
    const net = model({ inputs: [x, idle], outputs: filled(1, 1)(x) });
    net.compile({ loss: 'mse', optimizer: 'sgd' });
    expect((await net.predict([[[1, 2]], [[1, 2, 3]]])).toArray()).toEqual([[3]]);
    await net.fit(
      [
        rows,
        [
          [0, 0, 0],
          [0, 0, 0],
          [0, 0, 0],
          [0, 0, 0],
        ],
      ],
      [1, 2, 3, 4],
      quiet,
    );
  });

  it('names layers by type and place, and leaves given names alone', () => {
    const x = input({ shape: [2] });
    const a = layers.dense({ units: 2 })(x);
    const b = layers.dense({ units: 2, name: 'dense' })(a);
    const net = model({ inputs: x, outputs: layers.dense({ units: 1 })(b) });
    expect(net.weightNames.filter((name) => name.endsWith('kernel'))).toEqual([
      'dense_1/kernel',
      'dense/kernel',
      'dense_2/kernel',
    ]);
  });

  it('refuses tensors that do not make one model', () => {
    const x = input({ shape: [2], name: 'x' });
    const y = input({ shape: [2], name: 'y' });
    const other = layers.dense({ units: 2 })(y);
    const mixed = layers.add()([layers.dense({ units: 2 })(x), other]);
    const cases: [make: () => unknown, message: string][] = [
      [
        () => model({ inputs: x, outputs: mixed }),
        "model: expected outputs that follow from its inputs, got the input 'y' that is not in its list. Add it to inputs.",
      ],
      [
        () => model({ inputs: x, outputs: other, name: 'mine' }),
        "mine: expected outputs that follow from its inputs, got the input 'y' that is not in its list. Add it to inputs.",
      ],
      [
        () => model({ inputs: layers.dense({ units: 2 })(x), outputs: layers.dense({ units: 2 })(x) }),
        "model: expected outputs that follow from its inputs, got the input 'x' that is not in its list. Add it to inputs.",
      ],
      [
        () => model({ inputs: rows as never, outputs: mixed }),
        'model: expected symbolic tensors as inputs and outputs, got [1, 2]. Start from input({ shape }).',
      ],
      [() => model({ inputs: x, outputs: [] }), 'model: outputs: expected at least one, got none.'],
      [
        () => model({ inputs: [x, x], outputs: layers.dense({ units: 1 })(x) }),
        'model: inputs: expected each input once, got one twice.',
      ],
      [
        () => {
          const again = input({ shape: [3], name: 'x' });
          return model({ inputs: [x, again], outputs: layers.concatenate()([x, again]) });
        },
        "model: inputs: expected names that differ, got 'x' twice.",
      ],
      [
        () => layers.dense({ units: 1 })(rows as never),
        'dense: expected a symbolic tensor, from input() or another layer, got [1, 2]. Use model.predict for data.',
      ],
      [() => twoAndTwo('list')(x), 'model: expected 2 inputs, got 1.'],
      [() => twoAndTwo('list')([x, y]), 'model: b: expected [batch, 1], got [batch, 2].'],
    ];
    for (const [make, message] of cases) expect(make).toThrow(message);
  });
});
