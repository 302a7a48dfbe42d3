import { abs, add, mul, reduceSum, square } from '../../ops/index.js';
import { checkFactor } from './check-factor.js';
import { defineRegularizer, type RegularizerFactory } from './define-regularizer.js';

export interface L1L2Options {
  /** The factor of the sum of sizes, ≥ 0. @default 0 */
  l1?: number;
  /** The factor of the sum of squares, ≥ 0. @default 0 */
  l2?: number;
}

/** l1 Σ |w| + l2 Σ w² */
export const l1l2: RegularizerFactory<L1L2Options> = defineRegularizer<L1L2Options>({
  type: 'l1l2',
  defaults: { l1: 0, l2: 0 },
  check({ l1, l2 }, where) {
    checkFactor(l1, `${where}: l1`);
    checkFactor(l2, `${where}: l2`);
  },
  penalty: (weight, { l1, l2 }) => add(mul(l1, reduceSum(abs(weight))), mul(l2, reduceSum(square(weight)))),
});
