import { afterEach, describe, expect, it, vi } from 'vitest';
import { input, layers, type Model, model, optimizers } from '../src/index.js';

const samples = 10;
const words = Array.from({ length: samples }, (_, i) => [i % 5, (3 * i) % 5]);
const numbers = Array.from({ length: samples }, (_, i) => [Math.sin(i), Math.cos(2 * i), i / samples]);
const labels = words.map(([a, b]) => (a + b) % 3);

/** All that differs most between engines: gathers, statistics of the batch, masks, softmax, and adam after it. */
function build(): Model {
  const ids = input({ shape: [2], dtype: 'int32', name: 'words' });
  const x = input({ shape: [3], name: 'numbers' });
  const embedded = layers.flatten()(layers.embedding({ inputDim: 5, outputDim: 4 })(ids));
  let h = layers.concatenate()([embedded, layers.dense({ units: 6, activation: 'tanh' })(x)]);
  h = layers.dropout({ rate: 0.3 })(layers.batchNormalization({ momentum: 0.7 })(h));
  const net = model({ inputs: [ids, x], outputs: layers.dense({ units: 3, activation: 'softmax' })(h) });
  net.compile({
    loss: 'sparseCategoricalCrossentropy',
    optimizer: optimizers.adam({ learningRate: 0.05 }),
    metrics: ['accuracy'],
  });
  return net;
}

async function train(engine: string) {
  vi.stubEnv('MINIBATCH_ENGINE', engine);
  const net = build();
  const { history } = await net.fit([words, numbers], labels, {
    epochs: 4,
    batchSize: 4,
    validationSplit: 0.2,
    seed: 9,
    verbose: 0,
  });
  const outputs = await net.predict([words, numbers]);
  const weights = net.getWeights().flatMap(({ data }) => Array.from(data, Number));
  return { history, outputs: Array.from(outputs.data, Number), weights };
}

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('the engines', () => {
  it('train alike: the same history, weights and predictions within 1e-5', async () => {
    const reference = await train('reference');
    expect(reference.history.loss[3]).toBeLessThan(reference.history.loss[0]);
    for (const engine of ['native', 'web']) {
      const { history, outputs, weights } = await train(engine);
      expect(Object.keys(history)).toEqual(['loss', 'accuracy', 'val_loss', 'val_accuracy']);
      for (const [name, values] of Object.entries(history))
        expectClose(`${engine} ${name}`, values, reference.history[name]);
      expectClose(`${engine} weights`, weights, reference.weights);
      expectClose(`${engine} outputs`, outputs, reference.outputs);
    }
  });

  it('are those that MINIBATCH_ENGINE names', async () => {
    await expect(train('natve')).rejects.toThrow(
      "MINIBATCH_ENGINE: expected the name of a known engine, got 'natve'. Did you mean 'native'?",
    );
  });

  it('refuse alike what only the run could find: ids made inside the model', async () => {
    for (const engine of ['reference', 'native', 'web']) {
      vi.stubEnv('MINIBATCH_ENGINE', engine);
      const x = input({ shape: [1], name: 'x' });
      const doubled = layers.rescaling({ scale: 2 })(x);
      const net = model({ inputs: x, outputs: layers.embedding({ inputDim: 4, outputDim: 1 })(doubled) });
      await net.predict([0, 1]);
      await expect(net.predict([0, 2]), engine).rejects.toThrow();
    }
  });
});

function expectClose(name: string, actual: readonly number[], expected: readonly number[]): void {
  expect(actual.length, name).toBe(expected.length);
  for (const [i, value] of expected.entries()) {
    const allowed = 1e-5 * Math.max(1, Math.abs(value));
    expect(Math.abs(actual[i] - value), `${name} ${i}: ${actual[i]}, ${value}`).toBeLessThanOrEqual(allowed);
  }
}
