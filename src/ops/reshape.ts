import { showShape } from '../array/ndarray.js';
import { ShapeError } from '../errors.js';
import { type Dim, divideDims, isStatic, multiplyDims, normalizeAxis, sameShape } from '../graph/dim.js';
import { defineOp, type OpFunction } from '../graph/op.js';
import type { Tensor } from '../graph/tensor.js';
import { broadcastTo, stretchedScalar } from './broadcast.js';

interface ReshapeAttributes {
  shape: readonly Dim[];
}

const reshapeOp: OpFunction<ReshapeAttributes> = defineOp<ReshapeAttributes>({
  name: 'reshape',
  infer([x], { shape }) {
    if (multiplyDims(x.shape) !== multiplyDims(shape)) {
      throw new ShapeError(
        'reshape',
        `a shape of ${multiplyDims(x.shape)} elements as ${showShape(x.shape)} has`,
        showShape(shape),
      );
    }
    return { dtype: x.dtype, shape };
  },
  gradient: ({ inputs, gradients }) => [reshape(gradients[0]!, inputs[0].shape)],
  simplify([x], { shape }) {
    if (sameShape(x.shape, shape)) return x;
    if (x.node.op === reshapeOp.op) return reshape(x.node.inputs[0], shape);
    const scalar = stretchedScalar(x);
    return scalar === undefined ? undefined : broadcastTo(scalar, shape);
  },
  onnx(emit, { shape }) {
    const target = placesOf(emit.node.inputs[0].shape, shape);
    const place = target === undefined ? emit.shape(shape) : emit.constant('int64', [target.length], target);
    const allowZero = shape.includes(0) ? { allowzero: { int: 1 } } : undefined;
    emit.add('Reshape', [emit.inputs[0], place], allowZero, { outputs: emit.outputs });
  },
  kernel: ([x]) => [x.data],
});

/**
 * A target that ONNX completes by itself, so that nothing is computed for symbolic axes: 0 keeps an axis at its place, -1
 * (once) is found from the rest. Undefined where that is not enough.
 */
function placesOf(from: readonly Dim[], to: readonly Dim[]): number[] | undefined {
  if (to.includes(0)) return isStatic(to) ? [...to] : undefined;
  const symbolic = to.filter((dim) => typeof dim === 'string').length;
  if (symbolic <= 1) return to.map((dim) => (typeof dim === 'string' ? -1 : dim));
  const target = to.map((dim, axis) => (typeof dim === 'number' ? dim : dim === from[axis] ? 0 : -1));
  return target.filter((dim) => dim === -1).length <= 1 ? target : undefined;
}

/** The same elements in the same order under another shape; one axis may be -1 and is then found by itself. */
export function reshape(x: Tensor, shape: readonly Dim[]): Tensor {
  const unknown = shape.indexOf(-1);
  if (unknown >= 0) {
    const rest = multiplyDims(shape.filter((_, axis) => axis !== unknown));
    const found = divideDims(multiplyDims(x.shape), rest);
    if (found === undefined) {
      throw new ShapeError('reshape', `a shape that ${showShape(x.shape)} can be cut into`, showShape(shape));
    }
    return reshape(x, shape.with(unknown, found));
  }
  return sameShape(x.shape, shape) ? x : reshapeOp([x], { shape });
}

/** Adds an axis of length 1; a negative place counts from the result's end. */
export function expandDims(x: Tensor, axis: number): Tensor {
  const at = normalizeAxis(axis, x.shape.length + 1, 'expandDims: axis');
  return reshape(x, x.shape.toSpliced(at, 0, 1));
}
