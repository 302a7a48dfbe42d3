import type { Tensor } from '../graph/tensor.js';
import { binary, type Operand } from './binary.js';
import { not } from './unary.js';

type Compare = (a: Operand, b: Operand) => Tensor;
const truth = (value: boolean) => (value ? 1 : 0);

/** a = b, as bool */
export const equal: Compare = binary('equal', 'Equal', (a, b) => truth(a === b), undefined, {
  dtype: 'bool',
});
/** a < b, as bool */
export const less: Compare = binary('less', 'Less', (a, b) => truth(a < b), undefined, { dtype: 'bool' });
/** a > b, as bool */
export const greater: Compare = binary('greater', 'Greater', (a, b) => truth(a > b), undefined, {
  dtype: 'bool',
});
/** a ≤ b, as bool */
export const lessEqual: Compare = binary('lessEqual', 'LessOrEqual', (a, b) => truth(a <= b), undefined, {
  dtype: 'bool',
});
/** a ≥ b, as bool */
export const greaterEqual: Compare = binary(
  'greaterEqual',
  'GreaterOrEqual',
  (a, b) => truth(a >= b),
  undefined,
  { dtype: 'bool' },
);
/** a ≠ b, as bool */
export const notEqual: Compare = (a, b) => not(equal(a, b));
/** a and b, of bool tensors */
export const and: Compare = binary('and', 'And', (a, b) => truth(a !== 0 && b !== 0), undefined, {
  dtype: 'bool',
});
/** a or b, of bool tensors */
export const or: Compare = binary('or', 'Or', (a, b) => truth(a !== 0 || b !== 0), undefined, {
  dtype: 'bool',
});
