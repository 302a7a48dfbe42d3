import { showShape, sizeOf } from '../array/ndarray.js';
import { ValueError } from '../errors.js';
import { type Dim, isStatic, normalizeAxis } from '../graph/dim.js';
import { constant } from '../graph/leaf.js';
import { defineOp, type Emit, type OpFunction } from '../graph/op.js';
import type { Tensor } from '../graph/tensor.js';
import { div, mul } from './binary.js';
import { broadcastTo, stridesOf } from './broadcast.js';
import { equal } from './compare.js';
import { reshape } from './reshape.js';
import { cast } from './unary.js';

interface ReduceAttributes {
  axes: readonly number[];
  keepDims: boolean;
}

export interface ReduceOptions {
  /** Which axes to reduce; negative ones count from the end. @default all */
  axes?: readonly number[];
  /** Whether a reduced axis stays, with length 1. @default false */
  keepDims?: boolean;
}

type Reduce = (x: Tensor, options?: ReduceOptions) => Tensor;

/** One number from all entries along some axes. */
function reduction(
  name: string,
  onnx: (emit: Emit, attributes: ReduceAttributes) => void,
  evaluate: (values: Float64Array) => number,
  derivative: (x: Tensor, y: Tensor, g: Tensor, axes: readonly number[]) => Tensor,
  shorter?: (x: Tensor, axes: readonly number[], shape: readonly Dim[]) => Tensor | undefined,
): Reduce {
  const op: OpFunction<ReduceAttributes> = defineOp<ReduceAttributes>({
    name,
    infer: ([x], { axes, keepDims }) => ({ dtype: x.dtype, shape: reducedShape(x.shape, axes, keepDims) }),
    gradient({ inputs: [x], outputs: [y], gradients: [g], attributes: { axes } }) {
      const kept = reducedShape(x.shape, axes, true);
      return [derivative(x, reshape(y, kept), reshape(g!, kept), axes)];
    },
    simplify([x], { axes }, [output]) {
      if (axes.every((axis) => x.shape[axis] === 1)) return reshape(x, output.shape);
      return shorter?.(x, axes, output.shape);
    },
    onnx,
    kernel([x], { axes }, [output]) {
      const groups = gatherGroups(x.shape, axes);
      const values = new Float64Array(groups.inner.length);
      const data = new Float64Array(sizeOf(output.shape));
      groups.outer.forEach((start, i) => {
        groups.inner.forEach((step, k) => {
          values[k] = x.data[start + step];
        });
        data[i] = evaluate(values);
      });
      return [data];
    },
  });
  return (x, { axes = x.shape.map((_, axis) => axis), keepDims = false } = {}) => {
    const normal = axes
      .map((axis) => normalizeAxis(axis, x.shape.length, `${name}: axis`))
      .sort((a, b) => a - b);
    if (new Set(normal).size < normal.length) {
      throw new ValueError(`${name}: axes`, 'axes that differ', showShape(axes));
    }
    return normal.length === 0 ? x : op([x], { axes: normal, keepDims });
  };
}

function reducedShape(shape: readonly Dim[], axes: readonly number[], keepDims: boolean): Dim[] {
  return shape.flatMap((dim, axis) => (axes.includes(axis) ? (keepDims ? [1] : []) : [dim]));
}

/** Offsets of the groups' first elements, and of a group's elements from its first. */
function gatherGroups(shape: readonly number[], axes: readonly number[]) {
  const strides = stridesOf(shape);
  const offsets = (chosen: readonly number[]) =>
    chosen.reduce<number[]>(
      (list, axis) =>
        list.flatMap((at) => Array.from({ length: shape[axis] }, (_, i) => at + i * strides[axis])),
      [0],
    );
  return {
    outer: offsets(shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis))),
    inner: offsets(axes),
  };
}

/** Opset 17 takes the axes of ReduceSum as an input, those of the others as an attribute. */
function withAxesInput(opType: string) {
  return (emit: Emit, { axes, keepDims }: ReduceAttributes) => {
    const inputs = [emit.inputs[0], emit.constant('int64', [axes.length], axes)];
    emit.add(opType, inputs, { keepdims: { int: keepDims ? 1 : 0 } }, { outputs: emit.outputs });
  };
}

function withAxesAttribute(opType: string) {
  return (emit: Emit, { axes, keepDims }: ReduceAttributes) => {
    const attributes = { axes: { ints: axes }, keepdims: { int: keepDims ? 1 : 0 } };
    emit.add(opType, emit.inputs, attributes, { outputs: emit.outputs });
  };
}

const total = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0);

/** Where several entries are the largest, each gets an equal share of the gradient. */
function sharedByExtremes(x: Tensor, y: Tensor, g: Tensor, axes: readonly number[]): Tensor {
  const chosen = cast(equal(x, y), x.dtype);
  return mul(chosen, div(g, reduceSum(chosen, { axes, keepDims: true })));
}

/** Σ x */
export const reduceSum: Reduce = reduction(
  'reduceSum',
  withAxesInput('ReduceSum'),
  total,
  (x, _y, g) => broadcastTo(g, x.shape),
  // The sum of everything does not depend on how it is cut.
  (x, axes, shape) => {
    const parts = x.node.op.name === 'reshape' || x.node.op.name === 'reduceSum';
    return parts && axes.length === x.shape.length ? reshape(reduceSum(x.node.inputs[0]), shape) : undefined;
  },
);
/** The mean of x. */
export const reduceMean: Reduce = reduction(
  'reduceMean',
  withAxesAttribute('ReduceMean'),
  (values) => total(values) / values.length,
  (x, _y, g, axes) => broadcastTo(div(g, lengthOf(x, axes)), x.shape),
);
/** The largest of x. */
export const reduceMax: Reduce = reduction(
  'reduceMax',
  withAxesAttribute('ReduceMax'),
  (values) => values.reduce((best, value) => Math.max(best, value), Number.NEGATIVE_INFINITY),
  sharedByExtremes,
);
/** The smallest of x. */
export const reduceMin: Reduce = reduction(
  'reduceMin',
  withAxesAttribute('ReduceMin'),
  (values) => values.reduce((best, value) => Math.min(best, value), Number.POSITIVE_INFINITY),
  sharedByExtremes,
);

interface LengthAttributes {
  axes: readonly number[];
}

const lengthOp: OpFunction<LengthAttributes> = defineOp<LengthAttributes>({
  name: 'lengthOf',
  infer: ([x]) => ({ dtype: x.dtype, shape: [] }),
  gradient: 'zero',
  onnx(emit, { axes }) {
    const [x] = emit.node.inputs;
    const shape = emit.add('Shape', emit.inputs);
    const chosen = emit.add('Gather', [shape, emit.constant('int64', [axes.length], axes)]);
    const product = emit.add('ReduceProd', [chosen], { keepdims: { int: 0 } });
    emit.add('Cast', [product], { to: { int: x.dtype === 'float64' ? 11 : 1 } }, { outputs: emit.outputs });
  },
  kernel: ([x], { axes }) => [Float64Array.of(axes.reduce((product, axis) => product * x.shape[axis], 1))],
});

/** How many entries lie along `axes`, as a scalar of x's dtype: a constant where the axes are known. */
export function lengthOf(x: Tensor, axes: readonly number[]): Tensor {
  const chosen = axes.map((axis) => x.shape[axis]);
  return isStatic(chosen) ? constant(sizeOf(chosen), x.dtype) : lengthOp([x], { axes });
}
