import type { Optimizer } from './optimizer.js';

/**
 * The learning rate that the optimizer's options give for a step.
 * @param step 1 for the first update. A schedule is asked for the number of updates done before, as in Keras.
 */
export function learningRateAt(optimizer: Optimizer, step: number): number {
  const { learningRate } = optimizer.options;
  return typeof learningRate === 'number' ? learningRate : learningRate.at(step - 1);
}
