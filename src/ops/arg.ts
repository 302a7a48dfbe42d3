import { sizeOf } from '../array/ndarray.js';
import { normalizeAxis } from '../graph/dim.js';
import { defineOp, type OpFunction } from '../graph/op.js';
import type { Tensor } from '../graph/tensor.js';

interface ArgAttributes {
  axis: number;
}

const argMaxOp: OpFunction<ArgAttributes> = defineOp<ArgAttributes>({
  name: 'argMax',
  infer: ([x], { axis }) => ({ dtype: 'int64', shape: x.shape.toSpliced(axis, 1) }),
  gradient: 'zero',
  onnx(emit, { axis }) {
    emit.add('ArgMax', emit.inputs, { axis: { int: axis }, keepdims: { int: 0 } }, { outputs: emit.outputs });
  },
  kernel([x], { axis }, [output]) {
    const step = sizeOf(x.shape.slice(axis + 1));
    const length = x.shape[axis];
    const data = new Float64Array(sizeOf(output.shape));
    for (let i = 0; i < data.length; i++) {
      const start = Math.floor(i / step) * step * length + (i % step);
      for (let k = 1; k < length; k++) {
        if (x.data[start + k * step] > x.data[start + data[i] * step]) data[i] = k;
      }
    }
    return [data];
  },
});

/** The index of the largest entry along an axis, the first of equals, as int64. */
export function argMax(x: Tensor, axis = -1): Tensor {
  return argMaxOp([x], { axis: normalizeAxis(axis, x.shape.length, 'argMax: axis') });
}
