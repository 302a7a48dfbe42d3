import { showShape, sizeOf } from '../array/ndarray.js';
import { ShapeError } from '../errors.js';
import { type Dim, divideDims, multiplyDims, normalizeAxis, sameShape } from '../graph/dim.js';
import { defineOp, type OpFunction } from '../graph/op.js';
import type { Tensor } from '../graph/tensor.js';
import { stridesOf } from './broadcast.js';

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
    return x.node.op === reshapeOp.op ? reshape(x.node.inputs[0], shape) : undefined;
  },
  onnx(emit, { shape }) {
    // ONNX finds one axis by itself, so a single symbolic axis needs no computing of shapes.
    const symbolic = shape.filter((dim) => typeof dim === 'string').length;
    const known = shape.map((dim) => (typeof dim === 'string' ? -1 : dim));
    const target = symbolic <= 1 ? emit.constant('int64', [known.length], known) : emit.shape(shape);
    emit.add('Reshape', [emit.inputs[0], target], {}, { outputs: emit.outputs });
  },
  kernel: ([x]) => [x.data],
});

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

interface TransposeAttributes {
  permutation: readonly number[];
}

export const transposeOp: OpFunction<TransposeAttributes> = defineOp<TransposeAttributes>({
  name: 'transpose',
  infer: ([x], { permutation }) => ({ dtype: x.dtype, shape: permutation.map((axis) => x.shape[axis]) }),
  gradient({ gradients, attributes: { permutation } }) {
    return [
      transpose(
        gradients[0]!,
        permutation.map((_, axis) => permutation.indexOf(axis)),
      ),
    ];
  },
  simplify([x], { permutation }) {
    if (x.node.op !== transposeOp.op) return undefined;
    const before = x.node.attributes.permutation as readonly number[];
    return transpose(
      x.node.inputs[0],
      permutation.map((axis) => before[axis]),
    );
  },
  onnx(emit, { permutation }) {
    emit.add('Transpose', emit.inputs, { perm: { ints: permutation } }, { outputs: emit.outputs });
  },
  kernel([x], { permutation }, [output]) {
    const data = new Float64Array(x.data.length);
    const from = stridesOf(x.shape);
    const strides = permutation.map((axis) => from[axis]);
    for (let i = 0; i < data.length; i++) {
      let rest = i;
      let at = 0;
      for (let axis = permutation.length - 1; axis >= 0; axis--) {
        at += (rest % output.shape[axis]) * strides[axis];
        rest = Math.floor(rest / output.shape[axis]);
      }
      data[i] = x.data[at];
    }
    return [data];
  },
});

/** What `x` is the transposed of, if it swaps the last two axes and nothing else. */
export function transposedMatrix(x: Tensor): Tensor | undefined {
  if (x.node.op !== transposeOp.op) return undefined;
  const rank = x.shape.length;
  const permutation = x.node.attributes.permutation as readonly number[];
  const swaps = permutation.every((axis, k) => axis === (k < rank - 2 ? k : 2 * rank - 3 - k));
  return swaps ? x.node.inputs[0] : undefined;
}

/** Axes in another order: axis k of the result is axis `permutation[k]` of `x`; reversed if none is given. */
export function transpose(
  x: Tensor,
  permutation: readonly number[] = x.shape.map((_, axis) => axis).reverse(),
): Tensor {
  if (permutation.length !== x.shape.length || new Set(permutation).size !== permutation.length) {
    throw new ShapeError('transpose', `an order of ${x.shape.length} axes`, showShape(permutation));
  }
  return permutation.every((axis, k) => axis === k) ? x : transposeOp([x], { permutation });
}

interface ConcatAttributes {
  axis: number;
}

const concatOp: OpFunction<ConcatAttributes> = defineOp<ConcatAttributes>({
  name: 'concat',
  infer(inputs, { axis }) {
    const [first] = inputs;
    let length = 0;
    for (const input of inputs) {
      const along = input.shape[axis];
      const rest =
        input.shape.length === first.shape.length &&
        sameShape(input.shape.with(axis, 0), first.shape.with(axis, 0));
      if (!rest || typeof along !== 'number') {
        const shapes = inputs.map((each) => showShape(each.shape)).join(', ');
        throw new ShapeError(
          'concat',
          `shapes that agree except along axis ${axis}, and are known there`,
          shapes,
        );
      }
      length += along;
    }
    return { dtype: first.dtype, shape: first.shape.with(axis, length) };
  },
  gradient({ inputs, gradients, attributes: { axis } }) {
    let start = 0;
    return inputs.map((input) => {
      const length = input.shape[axis] as number;
      start += length;
      return slice(gradients[0]!, { axis, start: start - length, length });
    });
  },
  onnx(emit, { axis }) {
    emit.add('Concat', emit.inputs, { axis: { int: axis } }, { outputs: emit.outputs });
  },
  kernel(inputs, { axis }, [output]) {
    const data = new Float64Array(sizeOf(output.shape));
    const outer = sizeOf(output.shape.slice(0, axis));
    let at = 0;
    for (let row = 0; row < outer; row++) {
      for (const { data: part } of inputs) {
        const length = part.length / outer;
        data.set(part.subarray(row * length, (row + 1) * length), at);
        at += length;
      }
    }
    return [data];
  },
});

/** Joins tensors along an axis. */
export function concat(inputs: readonly Tensor[], axis = -1): Tensor {
  if (inputs.length === 1) return inputs[0];
  return concatOp(inputs, { axis: normalizeAxis(axis, inputs[0].shape.length, 'concat: axis') });
}

interface SliceAttributes {
  axis: number;
  start: number;
  length: number;
}

const sliceOp: OpFunction<SliceAttributes> = defineOp<SliceAttributes>({
  name: 'slice',
  infer([x], { axis, start, length }) {
    const along = x.shape[axis];
    if (start < 0 || length < 0 || (typeof along === 'number' && start + length > along)) {
      throw new ShapeError('slice', `a range within 0 to ${along}`, `${start} to ${start + length}`);
    }
    return { dtype: x.dtype, shape: x.shape.with(axis, length) };
  },
  gradient({ inputs: [x], gradients, attributes: { axis, start, length } }) {
    const after = (x.shape[axis] as number) - start - length;
    return [pad(gradients[0]!, { axis, before: start, after })];
  },
  onnx(emit, { axis, start, length }) {
    const list = (value: number) => emit.constant('int64', [1], [value]);
    const inputs = [emit.inputs[0], list(start), list(start + length), list(axis)];
    emit.add('Slice', inputs, {}, { outputs: emit.outputs });
  },
  kernel([x], { axis, start, length }) {
    const inner = sizeOf(x.shape.slice(axis + 1));
    const outer = sizeOf(x.shape.slice(0, axis));
    const data = new Float64Array(outer * length * inner);
    for (let row = 0; row < outer; row++) {
      const from = (row * x.shape[axis] + start) * inner;
      data.set(x.data.subarray(from, from + length * inner), row * length * inner);
    }
    return [data];
  },
});

/** `length` entries of an axis, from `start` on. */
export function slice(x: Tensor, { axis, start, length }: SliceAttributes): Tensor {
  const along = normalizeAxis(axis, x.shape.length, 'slice: axis');
  return start === 0 && x.shape[along] === length ? x : sliceOp([x], { axis: along, start, length });
}

interface PadAttributes {
  axis: number;
  before: number;
  after: number;
}

const padOp: OpFunction<PadAttributes> = defineOp<PadAttributes>({
  name: 'pad',
  infer([x], { axis, before, after }) {
    return { dtype: x.dtype, shape: x.shape.with(axis, (x.shape[axis] as number) + before + after) };
  },
  gradient({ inputs: [x], gradients, attributes: { axis, before } }) {
    return [slice(gradients[0]!, { axis, start: before, length: x.shape[axis] as number })];
  },
  onnx(emit, { axis, before, after }) {
    const rank = emit.node.inputs[0].shape.length;
    const pads = new Array<number>(2 * rank).fill(0);
    pads[axis] = before;
    pads[rank + axis] = after;
    emit.add(
      'Pad',
      [emit.inputs[0], emit.constant('int64', [2 * rank], pads)],
      {},
      { outputs: emit.outputs },
    );
  },
  kernel([x], { axis, before, after }) {
    const inner = sizeOf(x.shape.slice(axis));
    const outer = sizeOf(x.shape.slice(0, axis));
    const step = sizeOf(x.shape.slice(axis + 1));
    const length = inner + (before + after) * step;
    const data = new Float64Array(outer * length);
    for (let row = 0; row < outer; row++) {
      data.set(x.data.subarray(row * inner, (row + 1) * inner), row * length + before * step);
    }
    return [data];
  },
});

/** Zeros before and after the entries of an axis. */
export function pad(x: Tensor, { axis, before, after }: PadAttributes): Tensor {
  return before === 0 && after === 0 ? x : padOp([x], { axis, before, after });
}
