import { randomNumbers, type Workload } from '../workload.js';

const inputs = 784;
const classes = 10;
const samples = 8192;

/** An ordinary perceptron on something of MNIST's shape: 535,818 parameters. */
export const mlp: Workload = {
  name: 'mlp',
  about: '784-512-256-10, relu, softmax cross-entropy, adam',
  inputShape: [inputs],
  layers: [
    { type: 'dense', units: 512, activation: 'relu' },
    { type: 'dense', units: 256, activation: 'relu' },
    { type: 'dense', units: classes, activation: 'softmax' },
  ],
  loss: 'sparseCategoricalCrossentropy',
  optimizer: 'adam',
  batches: [1, 8, 32, 128, 512],
  data() {
    const random = randomNumbers(7);
    const x = Float32Array.from({ length: samples * inputs }, random);
    const y = Float32Array.from({ length: samples }, () => Math.floor(random() * classes));
    return { samples, x, y };
  },
  bars: (batch) => [
    { peers: ['torch-1', 'torch-2'], atMost: 1 },
    { peers: ['keras-jax', 'keras-tensorflow'], atMost: batch >= 32 ? 1 : 1.3 },
    { peers: ['tfjs-wasm'], atMost: 1 / 20 },
  ],
};
