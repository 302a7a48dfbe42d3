import { showShape } from '../../array/ndarray.js';
import { ShapeError, UnknownNameError } from '../../errors.js';
import { abs, matmul, minimum, mul, reciprocal, reduceSum, sqrt, square, sub } from '../../ops/index.js';
import { checkFactor } from './check-factor.js';
import { defineRegularizer, type RegularizerFactory } from './define-regularizer.js';

export interface OrthogonalOptions {
  /** ≥ 0. @default 0.01 */
  factor?: number;
  /** Whether rows or columns are to be orthogonal. @default 'rows' */
  mode?: 'rows' | 'columns';
}

const modes = ['rows', 'columns'] as const;

/**
 * The mean size of the cosines between different rows (or columns) of a matrix, times the factor: 0 if they are orthogonal.
 *
 *     factor · Σ_{i<j} |cos(wᵢ, wⱼ)| / (n (n-1) / 2)
 */
export const orthogonalRegularizer: RegularizerFactory<OrthogonalOptions> =
  defineRegularizer<OrthogonalOptions>({
    type: 'orthogonalRegularizer',
    defaults: { factor: 0.01, mode: 'rows' },
    check({ factor, mode }, where) {
      checkFactor(factor, `${where}: factor`);
      if (!modes.includes(mode)) throw new UnknownNameError(`${where}: mode`, 'mode', String(mode), modes);
    },
    penalty(weight, { factor, mode }) {
      if (weight.shape.length !== 2) {
        throw new ShapeError('orthogonalRegularizer', 'a weight of two axes', showShape(weight.shape));
      }
      const rows = mode === 'rows';
      const count = weight.shape[rows ? 0 : 1] as number;
      const length = sqrt(reduceSum(square(weight), { axes: [rows ? 1 : 0], keepDims: true }));
      const normal = mul(weight, minimum(reciprocal(length), 1e7));
      const cosines = abs(matmul(normal, normal, rows ? { transposeB: true } : { transposeA: true }));
      // Less the cosine of each with itself.
      const own = reduceSum(square(normal));
      return mul(sub(reduceSum(cosines), own), (factor * 0.5) / ((count * (count - 1)) / 2));
    },
  });
