import { type AdamOptions, adamDefinition } from './adam.js';
import { notNegative } from './check-options.js';
import { defineOptimizer, type OptimizerFactory } from './define-optimizer.js';

/** As Adam's; `weightDecay` is 0.004 by default. */
export type AdamwOptions = AdamOptions;

/**
 * AdamW: Adam with weight decay that does not pass through its running means.
 *
 *     w ← w - w · weightDecay · lr        then Adam's step
 *
 * State: as Adam. Default learning rate 0.001, weight decay 0.004.
 * Reference: Loshchilov & Hutter 2017, arXiv 1711.05101.
 *
 * @example
 * model.compile({ loss: 'mse', optimizer: optimizers.adamw({ weightDecay: 0.01, excludeFromWeightDecay: ['bias'] }) });
 */
export const adamw: OptimizerFactory<AdamwOptions> = defineOptimizer<AdamwOptions>({
  ...adamDefinition,
  name: 'adamw',
  defaults: { ...adamDefinition.defaults, weightDecay: 0.004 },
  checks: { ...adamDefinition.checks, weightDecay: notNegative },
});
