import { showShape, sizeOf } from '../array/ndarray.js';
import { ShapeError } from '../errors.js';
import { normalizeAxis, sameShape } from '../graph/dim.js';
import { defineOp, type OpFunction } from '../graph/op.js';
import type { Tensor } from '../graph/tensor.js';
import { slice } from './slice.js';

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
