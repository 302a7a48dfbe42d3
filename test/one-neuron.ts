import { layers, type Model, sequential } from '../src/index.js';

export const x: number[] = [1, 2, 3, 4, 5, 6];
export const quiet: { verbose: 0; shuffle: false; seed: number } = { verbose: 0, shuffle: false, seed: 1 };

/** One neuron that begins at 0.5 x + 0, with sgd at rate 0.01. */
export function build(extra: object = {}): Model {
  const net = sequential([layers.dense({ units: 1, inputShape: [1] })]);
  net.compile({ loss: 'mse', optimizer: 'sgd', metrics: ['mae'], ...extra });
  net.setWeights([[[0.5]], [0]]);
  return net;
}

export const weights = (net: Model): number[] =>
  net.getWeights().flatMap(({ data }) => Array.from(data, Number));

/** A step of sgd on 0.5 x + b by hand, for the mean squared error. */
export function stepByHand(
  [kernel, bias]: readonly number[],
  batch: readonly number[],
  sampleWeight: readonly number[] = batch.map(() => 1),
): { loss: number; next: number[] } {
  let [loss, toKernel, toBias] = [0, 0, 0];
  for (const [i, value] of batch.entries()) {
    const error = kernel * value + bias - value;
    loss += (sampleWeight[i] * error * error) / batch.length;
    toKernel += (sampleWeight[i] * 2 * error * value) / batch.length;
    toBias += (sampleWeight[i] * 2 * error) / batch.length;
  }
  return { loss, next: [kernel - 0.01 * toKernel, bias - 0.01 * toBias] };
}
