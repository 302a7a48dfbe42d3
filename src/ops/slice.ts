import { showShape, sizeOf } from '../array/ndarray.js';
import { ShapeError } from '../errors.js';
import { normalizeAxis } from '../graph/dim.js';
import { defineOp, type OpFunction } from '../graph/op.js';
import type { Tensor } from '../graph/tensor.js';

/** @throws ShapeError for an axis whose length is known only when the graph runs. */
function knownLength(x: Tensor, axis: number, where: string): number {
  const length = x.shape[axis];
  if (typeof length === 'number') return length;
  throw new ShapeError(where, `a known length along axis ${axis}`, showShape(x.shape));
}

interface SliceAttributes {
  axis: number;
  start: number;
  length: number;
}

const sliceOp: OpFunction<SliceAttributes> = defineOp<SliceAttributes>({
  name: 'slice',
  infer([x], { axis, start, length }) {
    const along = knownLength(x, axis, 'slice');
    if (start < 0 || length < 0 || start + length > along) {
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
    if (before < 0 || after < 0) throw new ShapeError('pad', 'no negative lengths', `${before} and ${after}`);
    return { dtype: x.dtype, shape: x.shape.with(axis, knownLength(x, axis, 'pad') + before + after) };
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
  const along = normalizeAxis(axis, x.shape.length, 'pad: axis');
  return before === 0 && after === 0 ? x : padOp([x], { axis: along, before, after });
}
