import { expect, it } from 'vitest';
import * as layers from './index.js';
import { input } from './symbolic.js';

const vector = input({ shape: [4] });
const steps = input({ shape: [3, 4] });

it.each<[string, () => unknown, string]>([
  [
    'no units',
    () => layers.dense({} as never),
    'dense: units: expected a positive whole number, got undefined.',
  ],
  [
    'half a unit',
    () => layers.dense({ units: 1.5 }),
    'dense: units: expected a positive whole number, got 1.5.',
  ],
  [
    'a bias that is not a flag',
    () => layers.dense({ units: 1, useBias: 1 as never }),
    'useBias: expected true or false, got 1.',
  ],
  [
    'an unknown activation',
    () => layers.dense({ units: 1, activation: 'rellu' as never }),
    "Did you mean 'relu'?",
  ],
  [
    'no activation',
    () => layers.activation({} as never),
    'activation: activation: expected a name or a function of a tensor, got none.',
  ],
  [
    'an unknown initializer',
    () => layers.dense({ units: 1, kernelInitializer: 'glorot' as never }),
    'dense: kernelInitializer',
  ],
  [
    'an unknown regularizer',
    () => layers.dense({ units: 1, biasRegularizer: 'l5' as never }),
    'dense: biasRegularizer',
  ],
  [
    'an unknown penalty on outputs',
    () => layers.flatten({ activityRegularizer: 'l5' as never }),
    'flatten: activityRegularizer',
  ],
  [
    'one number a sample',
    () => layers.dense({ units: 1, name: 'out' })(input({ shape: [] })),
    "dense 'out': expected inputs of shape [batch, ..., inputs], got [batch]. Give each number an axis of its own: inputShape [1].",
  ],
  [
    'a shape of other size',
    () => layers.reshape({ targetShape: [3] })(vector),
    'reshape: targetShape: expected a shape of 4 numbers, as a sample of [batch, 4] has, got [3].',
  ],
  [
    'a shape that cannot be completed',
    () => layers.reshape({ targetShape: [3, -1] })(vector),
    'a shape of 4 numbers',
  ],
  ['two unknown axes', () => layers.reshape({ targetShape: [-1, -1] }), 'at most one of them -1'],
  [
    'an order with gaps',
    () => layers.permute({ dims: [1, 3] }),
    'permute: dims: expected the numbers from 1 up in some order, got [1, 3].',
  ],
  [
    'an order of other length',
    () => layers.permute({ dims: [1] })(steps),
    'permute: expected inputs of 2 axes with the batch, got [batch, 3, 4].',
  ],
  [
    'repeated steps',
    () => layers.repeatVector({ n: 2 })(steps),
    'repeatVector: expected inputs of shape [batch, features]',
  ],
  [
    'no repeats',
    () => layers.repeatVector({ n: 0 }),
    'repeatVector: n: expected a positive whole number, got 0.',
  ],
  [
    'shapes that do not stretch',
    () => layers.add()([vector, input({ shape: [3] })]),
    'add: expected inputs of one shape, or with axes of 1 where they differ, got [batch, 4], [batch, 3].',
  ],
  [
    'three to subtract',
    () => layers.subtract()([vector, vector, vector]),
    'subtract: expected 2 inputs, got 3.',
  ],
  [
    'other axes that differ',
    () => layers.concatenate({ axis: 1 })([steps, input({ shape: [3, 5] })]),
    'concatenate: expected inputs that differ in axis 1 only, got [batch, 3, 4], [batch, 3, 5].',
  ],
  [
    'inputs of other rank',
    () => layers.concatenate()([steps, vector]),
    'concatenate: expected inputs that differ',
  ],
  [
    'the batch axis',
    () => layers.concatenate({ axis: 0 })([vector, vector]),
    'concatenate: axis: expected an axis other than the batch, got 0.',
  ],
  [
    'an axis too far',
    () => layers.concatenate({ axis: 2 })([vector, vector]),
    'concatenate: axis: expected an axis from -2 to 1, got 2.',
  ],
  ['one input to dot', () => layers.dot({ axes: 1 })([vector]), 'dot: expected 2 inputs, got 1.'],
  [
    'vectors of two lengths',
    () => layers.dot({ axes: 1 })([vector, input({ shape: [3] })]),
    'dot: expected inputs of one length along axes 1 and 1, got [batch, 4], [batch, 3].',
  ],
  [
    'a product over the batch',
    () => layers.dot({ axes: [0, 1] })([vector, vector]),
    'dot: axes: expected axes other than the batch, got [0, 1].',
  ],
  [
    'three axes to dot',
    () => layers.dot({ axes: [1, 1, 1] as never }),
    'dot: axes: expected a whole number or a pair of them, got [1, 1, 1].',
  ],
  [
    'no ids',
    () => layers.embedding({ inputDim: 0, outputDim: 2 }),
    'embedding: inputDim: expected a positive whole number, got 0.',
  ],
  [
    'a momentum above 1',
    () => layers.batchNormalization({ momentum: 1.5 }),
    'batchNormalization: momentum: expected a finite number ≥ 0 and ≤ 1, got 1.5.',
  ],
  [
    'a negative epsilon',
    () => layers.layerNormalization({ epsilon: -1 }),
    'layerNormalization: epsilon: expected a finite number ≥ 0, got -1.',
  ],
  [
    'the batch as features',
    () => layers.batchNormalization({ axis: 0 })(vector),
    'batchNormalization: expected a known length of axis 0, got [batch, 4].',
  ],
  [
    'normalizing over the batch',
    () => layers.layerNormalization({ axis: [0, 1] })(vector),
    'layerNormalization: expected axes of known length',
  ],
  [
    'no axes',
    () => layers.layerNormalization({ axis: [] }),
    'layerNormalization: axis: expected a whole number or a list of them',
  ],
  [
    'a text for a factor',
    () => layers.rescaling({ scale: 'half' as never }),
    'rescaling: scale: expected numbers',
  ],
  [
    'a negative slope',
    () => layers.relu({ negativeSlope: -1 }),
    'relu: negativeSlope: expected a finite number ≥ 0, got -1.',
  ],
  [
    'a negative slope of leakyRelu',
    () => layers.leakyRelu({ negativeSlope: -1 }),
    'leakyRelu: negativeSlope',
  ],
  ['half an axis', () => layers.softmax({ axis: 0.5 }), 'softmax: axis: expected a whole number, got 0.5.'],
  [
    'a shared batch',
    () => layers.prelu({ sharedAxes: [0] }),
    'prelu: sharedAxes: expected a list of axes from 1 up, got [0].',
  ],
  [
    'a shared axis too far',
    () => layers.prelu({ sharedAxes: [2] })(vector),
    'prelu: expected known axes, and shared axes among them',
  ],
  ['an unknown format', () => layers.flatten({ dataFormat: 'channels' as never }), 'flatten: dataFormat'],
  [
    'a negative penalty',
    () => layers.activityRegularization({ l1: -1 }),
    'l1l2: l1: expected a finite number ≥ 0, got -1.',
  ],
])('a layer refuses %s', (_, make, message) => {
  expect(make).toThrow(message);
});
