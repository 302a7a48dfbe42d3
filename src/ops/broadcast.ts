import { showShape, sizeOf } from '../array/ndarray.js';
import { ShapeError } from '../errors.js';
import { type Dim, sameShape } from '../graph/dim.js';
import { defineOp, type OpFunction } from '../graph/op.js';
import type { Tensor } from '../graph/tensor.js';
import { reduceSum } from './reduce.js';
import { reshape } from './reshape.js';

/**
 * The shape of an elementwise op on two shapes, as NumPy broadcasts: aligned at the last axis, an axis of 1 stretches.
 *
 * @throws ShapeError if two axes differ and neither is 1.
 */
export function broadcastShapes(a: readonly Dim[], b: readonly Dim[], where: string): readonly Dim[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const left = a[axis - (rank - a.length)] ?? 1;
    const right = b[axis - (rank - b.length)] ?? 1;
    if (left === right || right === 1) return left;
    if (left === 1) return right;
    throw new ShapeError(where, 'shapes that broadcast', `${showShape(a)} and ${showShape(b)}`);
  });
}

interface BroadcastAttributes {
  shape: readonly Dim[];
}

const broadcastOp: OpFunction<BroadcastAttributes> = defineOp<BroadcastAttributes>({
  name: 'broadcastTo',
  infer([x], { shape }) {
    if (!sameShape(broadcastShapes(x.shape, shape, 'broadcastTo'), shape)) {
      throw new ShapeError(
        'broadcastTo',
        `a shape that stretches to ${showShape(shape)}`,
        showShape(x.shape),
      );
    }
    return { dtype: x.dtype, shape };
  },
  gradient: ({ inputs, gradients }) => [sumTo(gradients[0]!, inputs[0].shape)],
  simplify([x], { shape }) {
    if (x.node.op === broadcastOp.op) return broadcastTo(x.node.inputs[0], shape);
    const single = x.shape.length > 0 && x.shape.every((dim) => dim === 1);
    return single ? broadcastTo(reshape(x, []), shape) : undefined;
  },
  onnx(emit, { shape }) {
    emit.add('Expand', [emit.inputs[0], emit.shape(shape)], {}, { outputs: emit.outputs });
  },
  kernel([x], _, [output]) {
    const data = new Float64Array(sizeOf(output.shape));
    const at = broadcastIndex(x.shape, output.shape);
    for (let i = 0; i < data.length; i++) data[i] = x.data[at(i)];
    return [data];
  },
});

/** Stretches axes of 1 (and adds leading axes) so that the result has `shape`. */
export function broadcastTo(x: Tensor, shape: readonly Dim[]): Tensor {
  return sameShape(x.shape, shape) ? x : broadcastOp([x], { shape });
}

/**
 * An elementwise op of inputs that are stretched, computed before the stretching: `mul(broadcastTo(x), y)` is `mul(x, y)`, itself
 * stretched if the result needs it. Undefined if no input is stretched.
 */
export function beforeStretching(
  inputs: readonly Tensor[],
  shape: readonly Dim[],
  apply: (narrow: Tensor[]) => Tensor,
): Tensor | undefined {
  const narrow = inputs.map((input) => (input.node.op === broadcastOp.op ? input.node.inputs[0] : input));
  return narrow.every((input, i) => input === inputs[i]) ? undefined : broadcastTo(apply(narrow), shape);
}

/** What a tensor stretches, if it repeats a single number everywhere: a scalar. */
export function stretchedScalar(x: Tensor): Tensor | undefined {
  if (x.node.op !== broadcastOp.op) return undefined;
  const [source] = x.node.inputs;
  return source.shape.every((dim) => dim === 1) ? reshape(source, []) : undefined;
}

/** The reverse of broadcasting: sums over the axes that were stretched, so that the result has `shape`. */
export function sumTo(x: Tensor, shape: readonly Dim[]): Tensor {
  if (sameShape(x.shape, shape)) return x;
  const lead = x.shape.length - shape.length;
  const axes = x.shape.flatMap((dim, axis) =>
    axis < lead || (shape[axis - lead] === 1 && dim !== 1) ? [axis] : [],
  );
  const leading = axes.every((axis) => axis < lead);
  return leading ? reduceSum(x, { axes }) : reshape(reduceSum(x, { axes, keepDims: true }), shape);
}

/** For the element `i` of `to`, which element of `from` broadcasting takes. */
export function broadcastIndex(from: readonly number[], to: readonly number[]): (i: number) => number {
  if (sizeOf(from) === 1) return () => 0;
  if (from.length === to.length && from.every((axis, k) => axis === to[k])) return (i) => i;
  const lead = to.length - from.length;
  const strides = stridesOf(from).map((stride, axis) => (from[axis] === 1 ? 0 : stride));
  return (i) => {
    let rest = i;
    let at = 0;
    for (let axis = to.length - 1; axis >= lead; axis--) {
      at += (rest % to[axis]) * strides[axis - lead];
      rest = Math.floor(rest / to[axis]);
    }
    return at;
  };
}

/** How far apart neighbours of each axis lie in row-major order. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length).fill(1);
  for (let axis = shape.length - 2; axis >= 0; axis--) strides[axis] = strides[axis + 1] * shape[axis + 1];
  return strides;
}
