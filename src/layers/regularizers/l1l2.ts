import { constant } from '../../graph/leaf.js';
import type { Tensor } from '../../graph/tensor.js';
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
  penalty(weight, { l1, l2 }) {
    const terms: Tensor[] = [];
    if (l1 !== 0) terms.push(mul(l1, reduceSum(abs(weight))));
    if (l2 !== 0) terms.push(mul(l2, reduceSum(square(weight))));
    return terms.length === 0 ? constant(0, weight.dtype) : terms.reduce((sum, term) => add(sum, term));
  },
});
