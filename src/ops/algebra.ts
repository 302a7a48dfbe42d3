import { constant, constantValue } from '../graph/leaf.js';
import type { Tensor } from '../graph/tensor.js';
import { add, mul, sub } from './binary.js';
import { isFloat, neg } from './unary.js';

/**
 * What simplification knows of signs and constant factors. Gradients are full of them: each rule brings its own, and several
 * become one here. Each function gives a cheaper spelling of an op's operands, or undefined.
 */

/** x of -x. */
function negated(x: Tensor): Tensor | undefined {
  return x.node.op.name === 'neg' ? x.node.inputs[0] : undefined;
}

/** The number that a constant float of one element is. */
function numberOf(x: Tensor): number | undefined {
  const data = constantValue(x)?.data;
  return data?.length === 1 && isFloat(x.dtype) ? Number(data[0]) : undefined;
}

/** `x · factor` or `x / divisor` by a constant, as x and one factor. */
function scaled(x: Tensor): { of: Tensor; factor: number } | undefined {
  const { op, inputs } = x.node;
  if (op.name === 'neg' && isFloat(x.dtype)) return { of: inputs[0], factor: -1 };
  if (op.name !== 'mul' && op.name !== 'div') return undefined;
  const [a, b] = inputs;
  const right = numberOf(b);
  if (right !== undefined) return { of: a, factor: op.name === 'mul' ? right : 1 / right };
  const left = numberOf(a);
  return op.name === 'mul' && left !== undefined ? { of: b, factor: left } : undefined;
}

/** -(-x) = x, -(a - b) = b - a, -(x · c) = x · -c */
export function shorterNeg(x: Tensor): Tensor | undefined {
  const { op, inputs } = x.node;
  if (op.name === 'sub') return sub(inputs[1], inputs[0]);
  const inner = scaled(x);
  if (inner !== undefined && op.name !== 'neg') return mul(inner.of, constant(-inner.factor, x.dtype));
  return negated(x);
}

/** a + -b = a - b */
export function shorterAdd(a: Tensor, b: Tensor): Tensor | undefined {
  const minusB = negated(b);
  if (minusB !== undefined) return sub(a, minusB);
  const minusA = negated(a);
  return minusA === undefined ? undefined : sub(b, minusA);
}

/** a - -b = a + b, 0 - b = -b */
export function shorterSub(a: Tensor, b: Tensor): Tensor | undefined {
  const minusB = negated(b);
  if (minusB !== undefined) return add(a, minusB);
  return numberOf(a) === 0 ? neg(b) : undefined;
}

/** (x · c) · d = x · cd, x · -1 = -x, -a · -b = a · b */
export function shorterMul(a: Tensor, b: Tensor): Tensor | undefined {
  for (const [x, factor] of [
    [a, numberOf(b)],
    [b, numberOf(a)],
  ] as const) {
    if (factor === undefined) continue;
    const inner = scaled(x);
    if (inner !== undefined) return mul(inner.of, constant(inner.factor * factor, x.dtype));
    if (factor === -1) return neg(x);
  }
  const [minusA, minusB] = [negated(a), negated(b)];
  return minusA !== undefined && minusB !== undefined ? mul(minusA, minusB) : undefined;
}

/** (x · c) / d = x · c/d */
export function shorterDiv(a: Tensor, b: Tensor): Tensor | undefined {
  const divisor = numberOf(b);
  const inner = divisor === undefined ? undefined : scaled(a);
  return inner && divisor ? mul(inner.of, constant(inner.factor / divisor, a.dtype)) : undefined;
}

/** x² = x · x, which is one cheap pass. */
export function shorterPow(x: Tensor, exponent: Tensor): Tensor | undefined {
  return numberOf(exponent) === 2 ? mul(x, x) : undefined;
}
