import { zeroToOne } from './check-options.js';
import { defineOptimizer, type OptimizerFactory } from './define-optimizer.js';
import type { OptimizerOptions } from './optimizer.js';

export interface SgdOptions extends OptimizerOptions {
  /** How much of the last step is kept in the next, 0 to 1. @default 0 */
  momentum?: number;
  /** Whether to look one step of the momentum ahead (Nesterov). @default false */
  nesterov?: boolean;
}

/**
 * Gradient descent, plain or with momentum.
 *
 *     plain:     w ← w - lr · g
 *     momentum:  m ← μm - lr · g        w ← w + m
 *     nesterov:  m ← μm - lr · g        w ← w + μm - lr · g
 *
 * State: none; with momentum, m per parameter. Default learning rate 0.01.
 * PyTorch keeps m without the learning rate, so the two differ when the rate changes during training.
 * Reference: Sutskever et al. 2013, "On the importance of initialization and momentum in deep learning".
 *
 * @example
 * model.compile({ loss: 'mse', optimizer: optimizers.sgd({ learningRate: 0.05, momentum: 0.9 }) });
 */
export const sgd: OptimizerFactory<SgdOptions> = defineOptimizer<SgdOptions>({
  name: 'sgd',
  defaults: { learningRate: 0.01, momentum: 0, nesterov: false },
  checks: { momentum: zeroToOne },
  slots: ({ momentum }) => (momentum === 0 ? [] : ['momentum']),
  scalars: ({ learningRate, options }) => ({ learningRate, momentum: options.momentum }),
  rule({ param, gradient, slots, scalars, options }) {
    const step = gradient.mul(scalars.learningRate);
    if (options.momentum === 0) return { param: param.sub(step) };
    const momentum = slots.momentum.mul(scalars.momentum).sub(step);
    const move = options.nesterov ? momentum.mul(scalars.momentum).sub(step) : momentum;
    return { param: param.add(move), slots: { momentum } };
  },
});
