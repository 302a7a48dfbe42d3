import { notNegative, positive } from './check-options.js';
import { defineOptimizer, type OptimizerFactory } from './define-optimizer.js';
import type { OptimizerOptions } from './optimizer.js';

export interface AdagradOptions extends OptimizerOptions {
  /** What the sum of squares starts from, ≥ 0: more makes the first steps smaller. @default 0.1 */
  initialAccumulatorValue?: number;
  /** Keeps the divisor away from zero, > 0. It is added under the root. @default 1e-7 */
  epsilon?: number;
}

/**
 * Adagrad: steps divided by the root of the sum of all squared gradients so far.
 *
 *     a ← a + g²        w ← w - lr · g / √(a + ε)
 *
 * State: a per parameter. Default learning rate 0.001.
 * Reference: Duchi, Hazan & Singer 2011, JMLR 12.
 */
export const adagrad: OptimizerFactory<AdagradOptions> = defineOptimizer<AdagradOptions>({
  name: 'adagrad',
  defaults: { learningRate: 0.001, initialAccumulatorValue: 0.1, epsilon: 1e-7 },
  checks: { initialAccumulatorValue: notNegative, epsilon: positive },
  slots: ({ initialAccumulatorValue }) => ({ accumulator: initialAccumulatorValue }),
  scalars: ({ learningRate, options: { epsilon } }) => ({ learningRate, epsilon }),
  rule({ param, gradient, slots, scalars }) {
    const accumulator = slots.accumulator.add(gradient.square());
    const step = gradient.mul(scalars.learningRate).div(accumulator.add(scalars.epsilon).sqrt());
    return { param: param.sub(step), slots: { accumulator } };
  },
});
