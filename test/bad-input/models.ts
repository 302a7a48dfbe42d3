import { input, layers, type Model, model, sequential } from '../../src/index.js';

export const rows: number[][] = [
  [1, 2],
  [3, 4],
  [5, 6],
  [7, 8],
];
export const y: number[] = [1, 2, 3, 4];
export const batches = (): [number[][], number[]][] => [[rows, y]];

export function dense(loss: unknown = 'mse', units = 1): Model {
  const net = sequential([layers.dense({ units, inputShape: [2] })]);
  net.compile({ loss: loss as never, optimizer: 'sgd' });
  return net;
}

export const classes = (): Model => dense('sparseCategoricalCrossentropy', 3);

export function embedding(): Model {
  const net = sequential([
    layers.embedding({ inputDim: 5, outputDim: 2, inputShape: [2], name: 'words' }),
    layers.flatten(),
    layers.dense({ units: 1 }),
  ]);
  net.compile({ loss: 'mse', optimizer: 'sgd' });
  return net;
}

export function twoOutputs(): Model {
  const a = input({ shape: [2], name: 'a' });
  const b = input({ shape: [1], name: 'b' });
  const joined = layers.concatenate()([a, b]);
  const p = layers.dense({ units: 1, name: 'p' })(joined);
  const q = layers.dense({ units: 3, name: 'q' })(joined);
  const net = model({ inputs: [a, b], outputs: [p, q] });
  net.compile({ loss: { p: 'mse', q: 'sparseCategoricalCrossentropy' }, optimizer: 'sgd' });
  return net;
}

/** Inside two models: the name says where. */
export function nested(): Model {
  const inner = sequential([layers.embedding({ inputDim: 3, outputDim: 2 })], { name: 'encoder' });
  const net = sequential([input({ shape: [2], dtype: 'int32' }), inner, layers.flatten()]);
  net.compile({ loss: 'mse', optimizer: 'sgd' });
  return net;
}
