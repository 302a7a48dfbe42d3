import { biasCorrection } from './bias-correction.js';
import { decayRate, positive } from './check-options.js';
import { defineOptimizer, type OptimizerFactory } from './define-optimizer.js';
import type { OptimizerOptions } from './optimizer.js';

export interface NadamOptions extends OptimizerOptions {
  /** The weight of the past in the mean of the gradient, ≥ 0 and < 1. @default 0.9 */
  beta1?: number;
  /** The weight of the past in the mean of its square, ≥ 0 and < 1. @default 0.999 */
  beta2?: number;
  /** Keeps the divisor away from zero, > 0. @default 1e-7 */
  epsilon?: number;
}

/** How fast the momentum's warm-up ends. */
const warmUp = 0.96;

/**
 * Nadam: Adam that looks one step of its momentum ahead (Nesterov).
 *
 *     m ← β₁m + (1-β₁)g        v ← β₂v + (1-β₂)g²
 *     uₜ = β₁(1 - ½·0.96ᵗ)     Uₜ = u₁u₂…uₜ
 *     m̂ = uₜ₊₁m / (1 - Uₜuₜ₊₁) + (1-uₜ)g / (1 - Uₜ)        v̂ = v / (1-β₂ᵗ)
 *     w ← w - lr · m̂ / (√v̂ + ε)
 *
 * State: m, v per parameter; U is computed from the step number. Default learning rate 0.001.
 * Reference: Dozat 2016, "Incorporating Nesterov Momentum into Adam".
 */
export const nadam: OptimizerFactory<NadamOptions> = defineOptimizer<NadamOptions>({
  name: 'nadam',
  defaults: { learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
  checks: { beta1: decayRate, beta2: decayRate, epsilon: positive },
  slots: () => ['momentum', 'velocity'],
  scalars({ step, learningRate, options: { beta1, beta2, epsilon } }) {
    const product = momentumProduct(beta1, step);
    const present = momentumAt(beta1, step);
    const next = momentumAt(beta1, step + 1);
    return {
      rest1: 1 - Math.fround(beta1),
      rest2: 1 - Math.fround(beta2),
      ofMomentum: (learningRate * next) / (1 - product * next),
      ofGradient: (learningRate * (1 - present)) / (1 - product),
      unbias2: 1 / biasCorrection(beta2, step),
      epsilon,
    };
  },
  rule({ param, gradient, slots, scalars }) {
    const momentum = slots.momentum.add(gradient.sub(slots.momentum).mul(scalars.rest1));
    const velocity = slots.velocity.add(gradient.square().sub(slots.velocity).mul(scalars.rest2));
    const ahead = momentum.mul(scalars.ofMomentum).add(gradient.mul(scalars.ofGradient));
    const step = ahead.div(velocity.mul(scalars.unbias2).sqrt().add(scalars.epsilon));
    return { param: param.sub(step), slots: { momentum, velocity } };
  },
});

function momentumAt(beta1: number, step: number): number {
  return beta1 * (1 - 0.5 * warmUp ** step);
}

/** u₁u₂…uₜ; taken as 0 once it is too small to be seen beside 1. */
function momentumProduct(beta1: number, step: number): number {
  let product = 1;
  let power = 1;
  for (let i = 1; i <= step; i++) {
    power *= warmUp;
    product *= beta1 * (1 - 0.5 * power);
    if (product < 1e-17) return 0;
  }
  return product;
}
