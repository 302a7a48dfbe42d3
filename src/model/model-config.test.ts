import { describe, expect, it } from 'vitest';
import {
  input,
  layers,
  type Model,
  type ModelConfig,
  model,
  modelFromConfig,
  type NDArray,
  sequential,
} from '../index.js';
import { defineLayer } from '../layers/define-layer.js';
import type { SymbolicTensor } from '../layers/layer.js';
import { mul } from '../ops/index.js';

const scale = defineLayer<{ factor: number }>({
  type: 'scale',
  defaults: { factor: undefined },
  call: ({ x, options }) => mul(x, options.factor),
});

/** The config as a file would hold it, made into a model again. */
const again = (from: Model, custom: Parameters<typeof modelFromConfig>[1] = {}): Model =>
  modelFromConfig(JSON.parse(JSON.stringify(from)) as ModelConfig, custom);

async function expectSame(made: Model, original: Model, x: unknown): Promise<void> {
  expect(made.toJSON()).toEqual(original.toJSON());
  expect(made.summary()).toBe(original.summary());
  expect(made.weightNames).toEqual(original.weightNames);
  expect(made.inputs).toEqual(original.inputs);
  expect(made.outputs).toEqual(original.outputs);
  made.setWeights(original.getWeights());
  const plain = (outputs: unknown) => JSON.parse(JSON.stringify(outputs));
  const outputs = await made.predict<NDArray[]>(x);
  expect(plain(outputs)).toEqual(plain(await original.predict<NDArray[]>(x)));
}

const rows = [
  [1, -2, 3],
  [0.5, 4, -1],
];

describe('a config', () => {
  it('brings a sequential model back: options, names, frozen layers, custom ones', async () => {
    const frozen = layers.dense({ units: 4, name: 'frozen', activation: 'gelu' });
    const original = sequential(
      [
        layers.normalization({ inputShape: [3] }),
        frozen,
        layers.batchNormalization({ momentum: 0.5, epsilon: 0.01 }),
        scale({ factor: 3 }),
        layers.dropout({ rate: 0.25 }),
        layers.dense({
          units: 2,
          kernelRegularizer: { type: 'l2', options: { l2: 0.5 } },
          kernelInitializer: 'heNormal',
        }),
      ],
      { name: 'whole' },
    );
    frozen.trainable = false;
    const made = again(original, { custom: [scale] });
    expect(made.name).toBe('whole');
    expect(made.layers.map(({ trainable }) => trainable)).toEqual([true, false, true, true, true, true]);
    expect(made.layers[2].options).toEqual(original.layers[2].options);
    await expectSame(made, original, rows);
  });

  it('brings back what a model learnt from its first data: the input’s shape', async () => {
    const original = sequential([layers.dense({ units: 2 })]);
    expect(again(original).toJSON()).toEqual(original.toJSON());
    await original.predict(rows);
    await expectSame(again(original), original, rows);
    const words = sequential([
      input({ shape: [2], dtype: 'int32' }),
      layers.embedding({ inputDim: 5, outputDim: 2 }),
    ]);
    await expectSame(again(words), words, [[0, 4]]);
  });

  it('brings a functional model back: names, kinds, shared layers, residuals', async () => {
    const left = input({ shape: [3], name: 'left' });
    const right = input({ shape: [3] });
    const shared = layers.dense({ units: 3, activation: 'tanh' });
    const sum = layers.add()([shared(left), shared(right), left]);
    const original = model({
      name: 'pair',
      inputs: { a: left, b: right },
      outputs: { one: layers.dense({ units: 1 })(sum), two: layers.dense({ units: 2, name: 'second' })(sum) },
    });
    const made = again(original);
    expect(made.layers).toHaveLength(4);
    await expectSame(made, original, { a: rows, b: rows });
    const list = model({ inputs: [left, right], outputs: [sum] });
    await expectSame(again(list), list, [rows, rows]);
  });

  it('brings nested models back, called once or twice, frozen or not', async () => {
    const inner = sequential([layers.dense({ units: 3, activation: 'relu' }), layers.dense({ units: 3 })], {
      name: 'inner',
    });
    const core = input({ shape: [3] });
    const functional = model({
      inputs: core,
      outputs: layers.multiply()([core, layers.dense({ units: 3 })(core)]),
    });
    const x = input({ shape: [3], name: 'x' });
    const h = inner(functional(inner(x)));
    inner.trainable = false;
    const original = model({ inputs: x, outputs: h });
    const made = again(original);
    const [first, second] = made.layers;
    expect([first.type, second.type]).toEqual(['sequential', 'model']);
    expect([first.trainable, second.trainable]).toEqual([false, true]);
    expect(made.summary()).toContain('of which 12 are trained');
    await expectSame(made, original, rows);

    const outer = sequential([inner, layers.dense({ units: 1 })]);
    await expectSame(again(outer), outer, rows);
  });

  it('holds nothing but what JSON can: a second round gives the same', () => {
    const original = sequential([layers.dense({ units: 3, inputShape: [2], biasInitializer: 'ones' })]);
    const config = original.toJSON();
    expect(JSON.parse(JSON.stringify(config))).toEqual(config);
    expect(again(again(original)).toJSON()).toEqual(config);
  });

  it('keeps what a nested model of several outputs gives', async () => {
    const x = input({ shape: [3], name: 'x' });
    const inner = model({
      inputs: x,
      outputs: [layers.dense({ units: 1 })(x), layers.dense({ units: 2 })(x)],
    });
    const z = input({ shape: [3], name: 'z' });
    const [one, two] = inner(z) as unknown as SymbolicTensor[];
    const original = model({ inputs: z, outputs: layers.concatenate()([two, one]) });
    await expectSame(again(original), original, rows);
  });

  it('is refused in words where it is none', () => {
    const cases: [config: unknown, message: string][] = [
      [null, "modelFromConfig: expected a config of type 'sequential' or 'model', got null."],
      ['x', "modelFromConfig: expected a config of type 'sequential' or 'model', got 'x'."],
      [
        { type: 'sequential' },
        "modelFromConfig: layers: expected a list, got undefined. Pass what a model's toJSON gave.",
      ],
      [
        { type: 'model', inputs: [], inputNames: [], layers: [], outputs: [] },
        "modelFromConfig: calls: expected a list, got undefined. Pass what a model's toJSON gave.",
      ],
      [
        { type: 'sequential', layers: [{ type: 'denze' }] },
        "layerFromConfig: expected the name of a known layer, got 'denze'. Did you mean 'dense'?",
      ],
      [
        { type: 'sequential', layers: [{ type: 'scale', options: { factor: 1 } }] },
        "layerFromConfig: expected the name of a known layer, got 'scale'.",
      ],
      [
        { type: 'sequential', layers: [{ type: 'dense', options: {} }] },
        'dense: units: expected a positive whole number, got undefined.',
      ],
    ];
    for (const [config, message] of cases)
      expect(() => modelFromConfig(config as never), message).toThrow(message);
  });

  it('refuses to be made of a function that has no name', () => {
    const original = sequential([layers.dense({ units: 1, inputShape: [1], activation: (x) => mul(x, 2) })]);
    expect(() => original.toJSON()).toThrow(
      'dense: activation: expected options that can be written as JSON',
    );
  });
});
