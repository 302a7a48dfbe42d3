import { mul, reduceSum, square } from '../../ops/index.js';
import { checkFactor } from './check-factor.js';
import { defineRegularizer, type RegularizerFactory } from './define-regularizer.js';

export interface L2Options {
  /** The factor λ, ≥ 0. @default 0.01 */
  l2?: number;
}

/** λ Σ w² */
export const l2: RegularizerFactory<L2Options> = defineRegularizer<L2Options>({
  type: 'l2',
  defaults: { l2: 0.01 },
  check: (options, where) => checkFactor(options.l2, `${where}: l2`),
  penalty: (weight, options) => mul(options.l2, reduceSum(square(weight))),
});
