import { decayRate, positive, zeroToOne } from './check-options.js';
import { defineOptimizer, type OptimizerFactory } from './define-optimizer.js';
import type { OptimizerOptions } from './optimizer.js';

export interface RmspropOptions extends OptimizerOptions {
  /** The weight of the past in the running means, ≥ 0 and < 1. @default 0.9 */
  rho?: number;
  /** How much of the last step is kept in the next, 0 to 1. @default 0 */
  momentum?: number;
  /** Keeps the divisor away from zero, > 0. It is added under the root. @default 1e-7 */
  epsilon?: number;
  /** Whether to divide by the standard deviation instead of the root mean square. @default false */
  centered?: boolean;
}

/**
 * RMSprop: steps divided by the running root mean square of the gradient.
 *
 *     v ← ρv + (1-ρ)g²
 *     centered:  a ← ρa + (1-ρ)g        d = v - a² + ε        otherwise: d = v + ε
 *     u = lr · g / √d
 *     momentum:  m ← μm + u             w ← w - m             otherwise: w ← w - u
 *
 * State: v per parameter; with momentum m, centered a. Default learning rate 0.001.
 * PyTorch adds ε outside the root.
 * Reference: Hinton, Srivastava & Swersky 2012, Neural Networks for Machine Learning, lecture 6.
 *
 * @example
 * model.compile({ loss: 'mse', optimizer: optimizers.rmsprop({ learningRate: 1e-3, rho: 0.95 }) });
 */
export const rmsprop: OptimizerFactory<RmspropOptions> = defineOptimizer<RmspropOptions>({
  name: 'rmsprop',
  defaults: { learningRate: 0.001, rho: 0.9, momentum: 0, epsilon: 1e-7, centered: false },
  checks: { rho: decayRate, momentum: zeroToOne, epsilon: positive },
  slots: ({ momentum, centered }) => [
    'velocity',
    ...(momentum > 0 ? ['momentum'] : []),
    ...(centered ? ['averageGradient'] : []),
  ],
  scalars: ({ learningRate, options: { rho, momentum, epsilon } }) => ({
    learningRate,
    rho,
    rest: 1 - rho,
    momentum,
    epsilon,
  }),
  rule({ param, gradient, slots, scalars, options }) {
    const { learningRate, rho, rest, epsilon } = scalars;
    const velocity = slots.velocity.mul(rho).add(gradient.square().mul(rest));
    const next = { velocity };
    let spread = velocity;
    if (options.centered) {
      const averageGradient = slots.averageGradient.mul(rho).add(gradient.mul(rest));
      Object.assign(next, { averageGradient });
      spread = velocity.sub(averageGradient.square());
    }
    const step = gradient.mul(learningRate).div(spread.add(epsilon).sqrt());
    if (options.momentum === 0) return { param: param.sub(step), slots: next };
    const momentum = slots.momentum.mul(scalars.momentum).add(step);
    return { param: param.sub(momentum), slots: { ...next, momentum } };
  },
});
