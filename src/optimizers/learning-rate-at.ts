import type { Optimizer } from './optimizer.js';

/**
 * The learning rate that the optimizer's options give for the next update.
 * @param updates How many updates were done before it: 0 for the first (whose step number is 1), as Keras counts for schedules.
 */
export function learningRateAt(optimizer: Optimizer, updates: number): number {
  const { learningRate } = optimizer.options;
  return typeof learningRate === 'number' ? learningRate : learningRate.at(updates);
}
