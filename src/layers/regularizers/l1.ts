import { abs, mul, reduceSum } from '../../ops/index.js';
import { checkFactor } from './check-factor.js';
import { defineRegularizer, type RegularizerFactory } from './define-regularizer.js';

export interface L1Options {
  /** The factor λ, ≥ 0. @default 0.01 */
  l1?: number;
}

/** λ Σ |w| */
export const l1: RegularizerFactory<L1Options> = defineRegularizer<L1Options>({
  type: 'l1',
  defaults: { l1: 0.01 },
  check: (options, where) => checkFactor(options.l1, `${where}: l1`),
  penalty: (weight, options) => mul(options.l1, reduceSum(abs(weight))),
});
