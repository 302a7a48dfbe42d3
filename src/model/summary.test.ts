import { expect, it } from 'vitest';
import { input, layers, model, sequential } from '../index.js';

it('is a table of layers, shapes and parameters', () => {
  const first = layers.dense({ units: 64, activation: 'relu', inputShape: [784] });
  const net = sequential([first, layers.batchNormalization(), layers.dense({ units: 10, name: 'scores' })]);
  expect(net.summary().split('\n')).toEqual([
    'Model: sequential',
    '───────────────────────────────────────────────────────────────────',
    'Layer (type)                              Output shape   Parameters',
    '───────────────────────────────────────────────────────────────────',
    'input (input)                             [batch, 784]            0',
    'dense (dense)                             [batch, 64]        50,240',
    'batchNormalization (batchNormalization)   [batch, 64]           256',
    'scores (dense)                            [batch, 10]           650',
    '───────────────────────────────────────────────────────────────────',
    'Parameters: 51,146, of which 51,018 are trained',
  ]);
});

it('says where an input comes from that is not the row above, what is shared, and what the outputs are called', () => {
  const x = input({ shape: [4], name: 'x' });
  const z = input({ shape: [4], name: 'z' });
  const shared = layers.dense({ units: 4, name: 'shared' });
  const block = sequential([layers.dense({ units: 4 })], { name: 'block' });
  const sum = layers.add()([shared(x), block(shared(z))]);
  const net = model({
    inputs: [x, z],
    outputs: { price: layers.dense({ units: 1 })(sum), add: sum },
    name: 'house',
  });
  expect(net.summary().split('\n')).toEqual([
    'Model: house',
    '──────────────────────────────────────────────────────────────',
    'Layer (type)         Output shape   Parameters   Connected to',
    '──────────────────────────────────────────────────────────────',
    'x (input)            [batch, 4]              0',
    'z (input)            [batch, 4]              0',
    'shared (dense)       [batch, 4]             20   x',
    'shared (dense)       [batch, 4]         shared   z',
    'block (sequential)   [batch, 4]             20',
    'add (add)            [batch, 4]              0   shared, block',
    'dense (dense)        [batch, 1]              5',
    '──────────────────────────────────────────────────────────────',
    'Outputs: price (dense), add',
    'Parameters: 45, of which 45 are trained',
  ]);
});

it('lists the layers of a model that waits for its shape', () => {
  const net = sequential([layers.dense({ units: 3 }), layers.dense({ units: 1, name: 'last' })], {
    name: 'mine',
  });
  expect(net.summary()).toBe("Model: mine (waits for its inputs' shape)\ndense → last");
});
