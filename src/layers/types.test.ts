import { expect, it } from 'vitest';
import * as layers from './index.js';

// What the compiler refuses; each line below an expectation must be an error of its own.
it('the compiler refuses names that do not exist and options that are missing', () => {
  // @ts-expect-error no such activation
  expect(() => layers.dense({ units: 1, activation: 'rellu' })).toThrow('relu');
  // @ts-expect-error no such initializer
  expect(() => layers.dense({ units: 1, kernelInitializer: 'glorot' })).toThrow('glorotUniform');
  // @ts-expect-error no such regularizer
  expect(() => layers.dense({ units: 1, kernelRegularizer: 'l3' })).toThrow('l2');
  // @ts-expect-error no units
  expect(() => layers.dense({ useBias: true })).toThrow('units');
  // @ts-expect-error no options
  expect(() => layers.dense()).toThrow('units');
  // @ts-expect-error no such option
  expect(() => layers.dense({ units: 1, kernelConstraint: 'maxNorm' })).toThrow('kernelConstraint');
  expect(layers.flatten().type).toBe('flatten');
});
