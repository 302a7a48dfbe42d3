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
 * The inputs of an elementwise op without stretching that the op does by itself: `add(broadcastTo(x), y)` is `add(x, y)` as
 * long as the result keeps its shape.
 */
export function withoutBroadcast(inputs: readonly Tensor[], shape: readonly Dim[]): Tensor[] {
  const narrow = [...inputs];
  inputs.forEach((input, i) => {
    if (input.node.op !== broadcastOp.op) return;
    const [source] = input.node.inputs;
    const others = narrow.filter((_, k) => k !== i).map((other) => other.shape);
    const result = others.reduce<readonly Dim[]>(
      (sum, each) => broadcastShapes(sum, each, 'broadcast'),
      source.shape,
    );
    if (sameShape(result, shape)) narrow[i] = source;
  });
  return narrow;
}

/** The reverse of broadcasting: sums over the axes that were stretched, so that the result has `shape`. */
export function sumTo(x: Tensor, shape: readonly Dim[]): Tensor {
  if (sameShape(x.shape, shape)) return x;
  const lead = x.shape.length - shape.length;
  const axes = x.shape.flatMap((dim, axis) =>
    axis < lead || (shape[axis - lead] === 1 && dim !== 1) ? [axis] : [],
  );
  return reshape(reduceSum(x, { axes, keepDims: true }), shape);
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
