import { biasCorrection } from './bias-correction.js';
import { decayRate, positive } from './check-options.js';
import { defineOptimizer, type OptimizerFactory } from './define-optimizer.js';
import type { OptimizerOptions } from './optimizer.js';

export interface AdamaxOptions extends OptimizerOptions {
  /** The weight of the past in the mean of the gradient, ≥ 0 and < 1. @default 0.9 */
  beta1?: number;
  /** How fast a large gradient is forgotten, ≥ 0 and < 1. @default 0.999 */
  beta2?: number;
  /** Keeps the divisor away from zero, > 0. @default 1e-7 */
  epsilon?: number;
}

/**
 * Adamax: Adam with the largest recent gradient as divisor.
 *
 *     m ← β₁m + (1-β₁)g        u ← max(β₂u, |g|)
 *     w ← w - lr · m / ((1-β₁ᵗ)(u + ε))
 *
 * State: m, u per parameter. Default learning rate 0.001.
 * Reference: Kingma & Ba 2014, arXiv 1412.6980, section 7.1.
 */
export const adamax: OptimizerFactory<AdamaxOptions> = defineOptimizer<AdamaxOptions>({
  name: 'adamax',
  defaults: { learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
  checks: { beta1: decayRate, beta2: decayRate, epsilon: positive },
  slots: () => ['momentum', 'norm'],
  scalars: ({ step, learningRate, options: { beta1, beta2, epsilon } }) => ({
    rest1: 1 - beta1,
    beta2,
    alpha: learningRate / biasCorrection(beta1, step),
    epsilon,
  }),
  rule({ param, gradient, slots, scalars }) {
    const momentum = slots.momentum.add(gradient.sub(slots.momentum).mul(scalars.rest1));
    const norm = slots.norm.mul(scalars.beta2).max(gradient.abs());
    const step = momentum.mul(scalars.alpha).div(norm.add(scalars.epsilon));
    return { param: param.sub(step), slots: { momentum, norm } };
  },
});
