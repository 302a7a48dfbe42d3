import type { DType } from '../array/ndarray.js';
import { defineOp, type OpFunction } from '../graph/op.js';
import type { Tensor } from '../graph/tensor.js';
import { shorterNeg } from './algebra.js';
import { div, mul, sub } from './binary.js';
import { beforeStretching } from './broadcast.js';
import { greater } from './compare.js';
import { errorFunction } from './error-function.js';

type None = Record<never, never>;
type Unary = (x: Tensor) => Tensor;

/**
 * An elementwise function of one tensor.
 *
 * @param derivative d y / d x times the gradient, from x, y and the gradient; undefined where it is zero almost everywhere.
 * @param shorter A cheaper spelling for this x, if there is one.
 */
function unary(
  name: string,
  onnxName: string,
  evaluate: (x: number) => number,
  derivative?: (x: Tensor, y: Tensor, gradient: Tensor) => Tensor,
  shorter?: (x: Tensor) => Tensor | undefined,
): Unary {
  const op: OpFunction<None> = defineOp<None>({
    name,
    infer: ([x]) => ({ dtype: x.dtype, shape: x.shape }),
    gradient:
      derivative === undefined
        ? 'zero'
        : ({ inputs: [x], outputs: [y], gradients: [gradient] }) => [derivative(x, y, gradient!)],
    simplify([x], _, [output]) {
      return beforeStretching([x], output.shape, (narrow) => op(narrow, {})) ?? shorter?.(x);
    },
    onnx(emit) {
      emit.add(onnxName, emit.inputs, {}, { outputs: emit.outputs });
    },
    kernel: ([x]) => [x.data.map(evaluate)],
  });
  return (x) => op([x], {});
}

/** -x */
export const neg: Unary = unary(
  'neg',
  'Neg',
  (x) => -x,
  (_x, _y, g) => neg(g),
  (x) => shorterNeg(x),
);
/** |x|; its derivative at 0 is 0. */
export const abs: Unary = unary('abs', 'Abs', Math.abs, (x, _y, g) => mul(g, sign(x)));
/** -1, 0 or 1 */
export const sign: Unary = unary('sign', 'Sign', Math.sign);
export const floor: Unary = unary('floor', 'Floor', Math.floor);
/** To the nearest whole number, halves to the even one. */
export const round: Unary = unary('round', 'Round', (x) => {
  const nearest = Math.round(x);
  return nearest - x === 0.5 && nearest % 2 !== 0 ? nearest - 1 : nearest;
});
export const ceil: Unary = unary('ceil', 'Ceil', Math.ceil);
/** eˣ */
export const exp: Unary = unary('exp', 'Exp', Math.exp, (_x, y, g) => mul(g, y));
/** The natural logarithm. */
export const log: Unary = unary('log', 'Log', Math.log, (x, _y, g) => div(g, x));
/** √x */
export const sqrt: Unary = unary('sqrt', 'Sqrt', Math.sqrt, (_x, y, g) => div(mul(g, 0.5), y));
/** 1/x */
export const reciprocal: Unary = unary(
  'reciprocal',
  'Reciprocal',
  (x) => 1 / x,
  (_x, y, g) => neg(mul(g, mul(y, y))),
);
/** tanh x */
export const tanh: Unary = unary('tanh', 'Tanh', Math.tanh, (_x, y, g) => mul(g, sub(1, mul(y, y))));
/** 1 / (1 + e⁻ˣ) */
export const sigmoid: Unary = unary(
  'sigmoid',
  'Sigmoid',
  (x) => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x))),
  (_x, y, g) => mul(g, mul(y, sub(1, y))),
);
/** max(x, 0); its derivative at 0 is 0. */
export const relu: Unary = unary(
  'relu',
  'Relu',
  (x) => Math.max(x, 0),
  // ONNX Runtime takes less time for a product than for a choice.
  (_x, y, g) => mul(g, cast(greater(y, 0), y.dtype)),
);
/** log(1 + eˣ) */
export const softplus: Unary = unary(
  'softplus',
  'Softplus',
  (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  (x, _y, g) => mul(g, sigmoid(x)),
);
/** The error function, (2/√π) ∫₀ˣ e^(-t²) dt. */
export const erf: Unary = unary('erf', 'Erf', errorFunction, (x, _y, g) =>
  mul(g, mul(exp(neg(mul(x, x))), 2 / Math.sqrt(Math.PI))),
);
export const sin: Unary = unary('sin', 'Sin', Math.sin, (x, _y, g) => mul(g, cos(x)));
export const cos: Unary = unary('cos', 'Cos', Math.cos, (x, _y, g) => neg(mul(g, sin(x))));

/** x² */
export function square(x: Tensor): Tensor {
  return mul(x, x);
}

/** Logical not of a bool tensor. */
export const not: Unary = unary('not', 'Not', (x) => (x === 0 ? 1 : 0));

interface CastAttributes {
  to: DType;
}

const onnxTypes: Record<DType, number> = { float32: 1, uint8: 2, int32: 6, int64: 7, bool: 9, float64: 11 };

const castOp: OpFunction<CastAttributes> = defineOp<CastAttributes>({
  name: 'cast',
  infer: ([x], { to }) => ({ dtype: to, shape: x.shape }),
  gradient({ inputs: [x], gradients, attributes: { to } }) {
    return [isFloat(to) && isFloat(x.dtype) ? cast(gradients[0]!, x.dtype) : undefined];
  },
  simplify: ([x], attributes, [output]) =>
    beforeStretching([x], output.shape, (narrow) => castOp(narrow, attributes)),
  onnx(emit, { to }) {
    emit.add('Cast', emit.inputs, { to: { int: onnxTypes[to] } }, { outputs: emit.outputs });
  },
  kernel([x], { to }) {
    if (to === 'bool') return [x.data.map((value) => (value === 0 ? 0 : 1))];
    return [isFloat(to) ? x.data : x.data.map(Math.trunc)];
  },
});

export function isFloat(dtype: DType): boolean {
  return dtype === 'float32' || dtype === 'float64';
}

/** The same numbers in another dtype; fractions are cut off towards zero. */
export function cast(x: Tensor, to: DType): Tensor {
  return x.dtype === to ? x : castOp([x], { to });
}
