import { notNegative, positive } from './check-options.js';
import { defineOptimizer, type OptimizerFactory } from './define-optimizer.js';
import type { OptimizerOptions } from './optimizer.js';

export interface FtrlOptions extends OptimizerOptions {
  /** What the sum of squares starts from, > 0: more makes the first steps smaller. @default 0.1 */
  initialAccumulatorValue?: number;
  /** Pulls weights to exactly zero, ≥ 0. @default 0 */
  l1RegularizationStrength?: number;
  /** Pulls weights towards zero, ≥ 0. @default 0 */
  l2RegularizationStrength?: number;
  /** Adds the weight, times twice this, to the gradient, ≥ 0. @default 0 */
  l2ShrinkageRegularizationStrength?: number;
  /** β of the paper, ≥ 0: added to the root of the sum of squares. @default 0 */
  beta?: number;
}

/**
 * FTRL: each weight is solved for anew, from all gradients so far and a penalty that makes many weights exactly zero.
 *
 *     n′ = n + g²        z ← z + g + 2sw - (√n′ - √n)/lr · w        n ← n′
 *     w ← (clip(z, -l1, l1) - z) / ((β + √n)/lr + 2·l2)
 *
 * where s = l2ShrinkageRegularizationStrength. State: n, z per parameter. Default learning rate 0.001.
 * Keras's `learningRatePower` is fixed at its default, -0.5 (the roots above).
 * Reference: McMahan et al. 2013, "Ad Click Prediction: a View from the Trenches".
 */
export const ftrl: OptimizerFactory<FtrlOptions> = defineOptimizer<FtrlOptions>({
  name: 'ftrl',
  defaults: {
    learningRate: 0.001,
    initialAccumulatorValue: 0.1,
    l1RegularizationStrength: 0,
    l2RegularizationStrength: 0,
    l2ShrinkageRegularizationStrength: 0,
    beta: 0,
  },
  checks: {
    initialAccumulatorValue: positive,
    l1RegularizationStrength: notNegative,
    l2RegularizationStrength: notNegative,
    l2ShrinkageRegularizationStrength: notNegative,
    beta: notNegative,
  },
  slots: ({ initialAccumulatorValue }) => ({ accumulator: initialAccumulatorValue, linear: 0 }),
  scalars: ({ learningRate, options }) => ({
    inverseRate: 1 / learningRate,
    l1: options.l1RegularizationStrength,
    l2: options.beta / learningRate + 2 * options.l2RegularizationStrength,
    shrinkage: 2 * options.l2ShrinkageRegularizationStrength,
  }),
  rule({ param, gradient, slots, scalars }) {
    const { inverseRate, l1, l2, shrinkage } = scalars;
    const accumulator = slots.accumulator.add(gradient.square());
    const root = accumulator.sqrt();
    const growth = root.sub(slots.accumulator.sqrt()).mul(inverseRate);
    const linear = slots.linear.add(gradient.add(param.mul(shrinkage)).sub(growth.mul(param)));
    const clipped = linear.min(l1).max(l1.neg());
    return {
      param: clipped.sub(linear).div(root.mul(inverseRate).add(l2)),
      slots: { accumulator, linear },
    };
  },
});
