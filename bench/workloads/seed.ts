import type { Workload } from '../workload.js';

/** Six samples and one neuron: nothing but what a step costs besides arithmetic. */
export const seed: Workload = {
  name: 'seed',
  about: '6 samples, one neuron, mae, adam',
  inputShape: [1],
  layers: [{ type: 'dense', units: 1 }],
  loss: 'mae',
  optimizer: 'adam',
  batches: [6, 3, 1],
  data() {
    const numbers = Float32Array.of(1, 2, 3, 4, 5, 6);
    return { samples: 6, x: numbers, y: numbers };
  },
  bars: () => [
    { peers: ['keras-jax', 'keras-tensorflow'], atMost: 1 / 10 },
    { peers: ['torch-1', 'torch-2'], atMost: 1 / 3 },
  ],
};
