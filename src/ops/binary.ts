import type { DType } from '../array/ndarray.js';
import { sizeOf } from '../array/ndarray.js';
import { ShapeError } from '../errors.js';
import { constant, isFilledWith } from '../graph/leaf.js';
import { defineOp, type OpFunction } from '../graph/op.js';
import type { Tensor } from '../graph/tensor.js';
import { shorterAdd, shorterDiv, shorterMul, shorterPow, shorterSub } from './algebra.js';
import { beforeStretching, broadcastIndex, broadcastShapes, broadcastTo, sumTo } from './broadcast.js';
import { equal, greater, less } from './compare.js';
import { log, neg } from './unary.js';
import { where } from './where.js';

type None = Record<never, never>;
/** A tensor, or a number that becomes a constant of the other side's dtype. */
export type Operand = Tensor | number;
type Binary = (a: Operand, b: Operand) => Tensor;

/** Both operands as tensors of one dtype. */
export function operands(a: Operand, b: Operand): [Tensor, Tensor] {
  if (typeof a === 'number')
    return typeof b === 'number' ? [constant(a), constant(b)] : [constant(a, b.dtype), b];
  return typeof b === 'number' ? [a, constant(b, a.dtype)] : [a, b];
}

interface BinaryOptions {
  /** The result's dtype. @default the operands' */
  dtype?: DType;
  /** The number that, as the right operand, changes nothing; as the left one too if it commutes. */
  neutral?: number;
  commutes?: boolean;
  /** A cheaper spelling of these operands, if there is one; stretched if its shape is smaller. */
  simplify?(a: Tensor, b: Tensor): Tensor | undefined;
}

/**
 * An elementwise function of two tensors, broadcast.
 *
 * @param derivative [d y / d a, d y / d b] times the gradient, from a, b, y and the gradient, before the sum over
 *   stretched axes; undefined where no gradient flows.
 */
export function binary(
  name: string,
  onnxName: string,
  evaluate: (a: number, b: number) => number,
  derivative?: (call: { a: Tensor; b: Tensor; y: Tensor; g: Tensor }) => [() => Tensor, () => Tensor],
  options: BinaryOptions = {},
): Binary {
  const { dtype, neutral, commutes = false } = options;
  const op: OpFunction<None> = defineOp<None>({
    name,
    infer([a, b]) {
      if (a.dtype !== b.dtype)
        throw new ShapeError(name, 'two tensors of one dtype', `${a.dtype} and ${b.dtype}`);
      return { dtype: dtype ?? a.dtype, shape: broadcastShapes(a.shape, b.shape, name) };
    },
    gradient:
      derivative === undefined
        ? 'zero'
        : ({ inputs: [a, b], outputs: [y], gradients, wanted }) => {
            const [toA, toB] = derivative({ a, b, y, g: gradients[0]! });
            return [
              wanted[0] ? sumTo(toA(), a.shape) : undefined,
              wanted[1] ? sumTo(toB(), b.shape) : undefined,
            ];
          },
    simplify([a, b], _, [output]) {
      const { shape } = output;
      const narrow = beforeStretching([a, b], shape, (inputs) => op(inputs, {}));
      if (narrow !== undefined) return narrow;
      if (neutral !== undefined && isFilledWith(b, neutral)) return broadcastTo(a, shape);
      if (neutral !== undefined && commutes && isFilledWith(a, neutral)) return broadcastTo(b, shape);
      const shorter = options.simplify?.(a, b);
      return shorter && broadcastTo(shorter, shape);
    },
    onnx(emit) {
      emit.add(onnxName, emit.inputs, {}, { outputs: emit.outputs });
    },
    kernel([a, b], _, [output]) {
      const data = new Float64Array(sizeOf(output.shape));
      const atA = broadcastIndex(a.shape, output.shape);
      const atB = broadcastIndex(b.shape, output.shape);
      for (let i = 0; i < data.length; i++) data[i] = evaluate(a.data[atA(i)], b.data[atB(i)]);
      return [data];
    },
  });
  return (a, b) => op(operands(a, b), {});
}

/** a + b */
export const add: Binary = binary(
  'add',
  'Add',
  (a, b) => a + b,
  ({ g }) => [() => g, () => g],
  { neutral: 0, commutes: true, simplify: (a, b) => shorterAdd(a, b) },
);
/** a - b */
export const sub: Binary = binary(
  'sub',
  'Sub',
  (a, b) => a - b,
  ({ g }) => [() => g, () => neg(g)],
  { neutral: 0, simplify: (a, b) => shorterSub(a, b) },
);
/** a · b */
export const mul: Binary = binary(
  'mul',
  'Mul',
  (a, b) => a * b,
  ({ a, b, g }) => [() => mul(g, b), () => mul(g, a)],
  { neutral: 1, commutes: true, simplify: (a, b) => shorterMul(a, b) },
);
/** a / b */
export const div: Binary = binary(
  'div',
  'Div',
  (a, b) => a / b,
  ({ b, y, g }) => [() => div(g, b), () => neg(div(mul(g, y), b))],
  { neutral: 1, simplify: (a, b) => shorterDiv(a, b) },
);
/** aᵇ */
export const pow: Binary = binary(
  'pow',
  'Pow',
  (a, b) => a ** b,
  ({ a, b, y, g }) => [() => mul(g, mul(b, pow(a, lessOne(b)))), () => mul(g, mul(y, log(orOne(a))))],
  { neutral: 1, simplify: (a, b) => shorterPow(a, b) },
);
/** b - 1, but 0 for 0: there the derivative is 0, not 0 · a⁻¹. */
function lessOne(b: Tensor): Tensor {
  return where(equal(b, 0), constant(0, b.dtype), sub(b, 1));
}

/** 1 for 0, whose power does not change with the exponent. */
function orOne(a: Tensor): Tensor {
  return where(equal(a, 0), constant(1, a.dtype), a);
}

/** The larger; where both are equal each gets half of the gradient. */
export const maximum: Binary = binary('maximum', 'Max', Math.max, ({ a, b, g }) => [
  () => chosen(greater(a, b), a, b, g),
  () => chosen(greater(b, a), a, b, g),
]);
/** The smaller; where both are equal each gets half of the gradient. */
export const minimum: Binary = binary('minimum', 'Min', Math.min, ({ a, b, g }) => [
  () => chosen(less(a, b), a, b, g),
  () => chosen(less(b, a), a, b, g),
]);

function chosen(condition: Tensor, a: Tensor, b: Tensor, g: Tensor): Tensor {
  return where(condition, g, where(equal(a, b), mul(g, 0.5), constant(0, g.dtype)));
}
