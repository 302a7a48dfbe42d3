import { decayRate, positive } from './check-options.js';
import { defineOptimizer, type OptimizerFactory } from './define-optimizer.js';
import type { OptimizerOptions } from './optimizer.js';
import type { Expr } from './rule.js';

export interface AdadeltaOptions extends OptimizerOptions {
  /** The weight of the past in the running means, ≥ 0 and < 1. @default 0.95 */
  rho?: number;
  /** Keeps the roots away from zero, > 0. @default 1e-7 */
  epsilon?: number;
}

/**
 * Adadelta: steps in proportion to the root mean square of recent steps.
 *
 *     a ← ρa + (1-ρ)g²        u = g · √(d + ε) / √(a + ε)
 *     d ← ρd + (1-ρ)u²        w ← w - lr · u
 *
 * State: a, d per parameter. Default learning rate 0.001 as in Keras; the paper's is 1.
 * Reference: Zeiler 2012, arXiv 1212.5701.
 */
export const adadelta: OptimizerFactory<AdadeltaOptions> = defineOptimizer<AdadeltaOptions>({
  name: 'adadelta',
  defaults: { learningRate: 0.001, rho: 0.95, epsilon: 1e-7 },
  checks: { rho: decayRate, epsilon: positive },
  slots: () => ['accumulatedGrad', 'accumulatedDeltaVar'],
  scalars: ({ learningRate, options: { rho, epsilon } }) => ({ learningRate, rho, rest: 1 - rho, epsilon }),
  rule({ param, gradient, slots, scalars }) {
    const { learningRate, rho, rest, epsilon } = scalars;
    const mean = (past: Expr, present: Expr) => past.mul(rho).add(present.square().mul(rest));
    const root = (x: Expr) => x.add(epsilon).sqrt();
    const accumulatedGrad = mean(slots.accumulatedGrad, gradient);
    const delta = root(slots.accumulatedDeltaVar).mul(gradient).div(root(accumulatedGrad));
    const accumulatedDeltaVar = mean(slots.accumulatedDeltaVar, delta);
    return { param: param.sub(delta.mul(learningRate)), slots: { accumulatedGrad, accumulatedDeltaVar } };
  },
});
