import { type Check, decayRate } from './check-options.js';
import { defineOptimizer, type OptimizerFactory } from './define-optimizer.js';
import type { OptimizerOptions } from './optimizer.js';

export interface LionOptions extends OptimizerOptions {
  /** The weight of the past in the step's direction, > 0 and ≤ 1. @default 0.9 */
  beta1?: number;
  /** The weight of the past in the running mean, ≥ 0 and < 1. @default 0.99 */
  beta2?: number;
}

const aboveZero: Check = {
  expected: 'a number > 0 and ≤ 1',
  holds: (value) => typeof value === 'number' && value > 0 && value <= 1,
};

/**
 * Lion: every weight moves by the learning rate, in the direction of its mean gradient.
 *
 *     w ← w - lr · sign(β₁m + (1-β₁)g)        m ← β₂m + (1-β₂)g
 *
 * State: m per parameter. Default learning rate 0.001 (a third to a tenth of Adam's is usual).
 * Reference: Chen et al. 2023, arXiv 2302.06675.
 */
export const lion: OptimizerFactory<LionOptions> = defineOptimizer<LionOptions>({
  name: 'lion',
  defaults: { learningRate: 0.001, beta1: 0.9, beta2: 0.99 },
  checks: { beta1: aboveZero, beta2: decayRate },
  slots: () => ['momentum'],
  scalars: ({ learningRate, options: { beta1, beta2 } }) => ({
    learningRate,
    beta1,
    rest1: 1 - beta1,
    beta2,
    rest2: 1 - beta2,
  }),
  rule({ param, gradient, slots, scalars }) {
    const direction = slots.momentum.mul(scalars.beta1).add(gradient.mul(scalars.rest1)).sign();
    const momentum = slots.momentum.mul(scalars.beta2).add(gradient.mul(scalars.rest2));
    return { param: param.sub(direction.mul(scalars.learningRate)), slots: { momentum } };
  },
});
