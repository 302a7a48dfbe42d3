import { biasCorrection } from './bias-correction.js';
import { decayRate, positive } from './check-options.js';
import { defineOptimizer, type OptimizerDefinition, type OptimizerFactory } from './define-optimizer.js';
import type { OptimizerOptions } from './optimizer.js';

export interface AdamOptions extends OptimizerOptions {
  /** The weight of the past in the mean of the gradient, ≥ 0 and < 1. @default 0.9 */
  beta1?: number;
  /** The weight of the past in the mean of its square, ≥ 0 and < 1. @default 0.999 */
  beta2?: number;
  /** Keeps the divisor away from zero, > 0. @default 1e-7 */
  epsilon?: number;
  /** Whether to divide by the largest v so far instead of the present one. @default false */
  amsgrad?: boolean;
}

/** What adam and adamw share: all but the name and the default of the weight decay. */
export const adamDefinition: OptimizerDefinition<AdamOptions> = {
  name: 'adam',
  defaults: { learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-7, amsgrad: false },
  checks: { beta1: decayRate, beta2: decayRate, epsilon: positive },
  slots: ({ amsgrad }) => ['momentum', 'velocity', ...(amsgrad ? ['velocityHat'] : [])],
  scalars: ({ step, learningRate, options: { beta1, beta2, epsilon } }) => ({
    rest1: 1 - beta1,
    rest2: 1 - beta2,
    alpha: (learningRate * Math.sqrt(biasCorrection(beta2, step))) / biasCorrection(beta1, step),
    epsilon,
  }),
  rule({ param, gradient, slots, scalars, options }) {
    const momentum = slots.momentum.add(gradient.sub(slots.momentum).mul(scalars.rest1));
    const velocity = slots.velocity.add(gradient.square().sub(slots.velocity).mul(scalars.rest2));
    const next = { momentum, velocity };
    let scale = velocity;
    if (options.amsgrad) {
      scale = slots.velocityHat.max(velocity);
      Object.assign(next, { velocityHat: scale });
    }
    const step = momentum.mul(scalars.alpha).div(scale.sqrt().add(scalars.epsilon));
    return { param: param.sub(step), slots: next };
  },
};

/**
 * Adam: steps scaled by running means of the gradient and of its square.
 *
 *     m ← β₁m + (1-β₁)g        v ← β₂v + (1-β₂)g²
 *     w ← w - lr · √(1-β₂ᵗ)/(1-β₁ᵗ) · m / (√v + ε)        amsgrad: the largest v so far instead of v
 *
 * State: m, v per parameter (twice the parameters' memory); three times with amsgrad. Default learning rate 0.001.
 * Reference: Kingma & Ba 2014, arXiv 1412.6980, in the ε̂ form that Keras uses (PyTorch uses Algorithm 1's ε); amsgrad: Reddi,
 * Kale & Kumar 2018.
 *
 * @example
 * model.compile({ loss: 'mse', optimizer: optimizers.adam({ learningRate: 3e-4 }) });
 */
export const adam: OptimizerFactory<AdamOptions> = defineOptimizer<AdamOptions>(adamDefinition);
