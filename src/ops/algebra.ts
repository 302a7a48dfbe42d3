import { constant, constantValue } from '../graph/leaf.js';
import type { Tensor } from '../graph/tensor.js';
import { add, div, mul, sub } from './binary.js';
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

/** `s · x` for an s of one element that is no constant: what changes the product had better change s. */
function scaledByTensor(x: Tensor): { scale: Tensor; of: Tensor } | undefined {
  const { op, inputs } = x.node;
  if (op.name !== 'mul' || !isFloat(x.dtype)) return undefined;
  const at = inputs.findIndex((each) => each.shape.every((dim) => dim === 1));
  return at < 0 || x.shape.every((dim) => dim === 1) ? undefined : { scale: inputs[at], of: inputs[1 - at] };
}

/** -(-x) = x, -(a - b) = b - a, -(x · c) = x · -c, -(s · x) = -s · x */
export function shorterNeg(x: Tensor): Tensor | undefined {
  const { op, inputs } = x.node;
  if (op.name === 'sub') return sub(inputs[1], inputs[0]);
  const inner = scaled(x);
  if (inner !== undefined && op.name !== 'neg') return mul(inner.of, constant(-inner.factor, x.dtype));
  const product = scaledByTensor(x);
  return product === undefined ? negated(x) : mul(neg(product.scale), product.of);
}

/** a + -b = a - b, a + a = 2a */
export function shorterAdd(a: Tensor, b: Tensor): Tensor | undefined {
  const minusB = negated(b);
  if (minusB !== undefined) return sub(a, minusB);
  if (a === b && isFloat(a.dtype)) return mul(a, constant(2, a.dtype));
  const minusA = negated(a);
  return minusA === undefined ? undefined : sub(b, minusA);
}

/** a - -b = a + b, 0 - b = -b */
export function shorterSub(a: Tensor, b: Tensor): Tensor | undefined {
  const minusB = negated(b);
  if (minusB !== undefined) return add(a, minusB);
  return numberOf(a) === 0 ? neg(b) : undefined;
}

/** (x · c) · d = x · cd, (s · x) · c = sc · x, x · -1 = -x, -a · -b = a · b */
export function shorterMul(a: Tensor, b: Tensor): Tensor | undefined {
  for (const [x, factor] of [
    [a, numberOf(b)],
    [b, numberOf(a)],
  ] as const) {
    if (factor === undefined) continue;
    const inner = scaled(x);
    if (inner !== undefined) return mul(inner.of, constant(inner.factor * factor, x.dtype));
    const product = scaledByTensor(x);
    if (product !== undefined) return mul(mul(product.scale, constant(factor, x.dtype)), product.of);
    if (factor === -1) return neg(x);
  }
  const [minusA, minusB] = [negated(a), negated(b)];
  return minusA !== undefined && minusB !== undefined ? mul(minusA, minusB) : undefined;
}

/** (x · c) / d = x · c/d, (s · x) / d = s/d · x */
export function shorterDiv(a: Tensor, b: Tensor): Tensor | undefined {
  const divisor = numberOf(b);
  const inner = divisor === undefined ? undefined : scaled(a);
  if (inner && divisor) return mul(inner.of, constant(inner.factor / divisor, a.dtype));
  const product = divisor === undefined ? undefined : scaledByTensor(a);
  return product && mul(div(product.scale, b), product.of);
}

/** x² = x · x, which is one cheap pass. */
export function shorterPow(x: Tensor, exponent: Tensor): Tensor | undefined {
  return numberOf(exponent) === 2 ? mul(x, x) : undefined;
}
