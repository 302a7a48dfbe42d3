import type { DType } from '../array/ndarray.js';
import { ValueError } from '../errors.js';
import { defineOp, type OpFunction } from '../graph/op.js';
import type { Tensor } from '../graph/tensor.js';
import { expectIds } from './gather.js';

interface OneHotAttributes {
  depth: number;
  dtype: DType;
}

const oneHotOp: OpFunction<OneHotAttributes> = defineOp<OneHotAttributes>({
  name: 'oneHot',
  infer([ids], { depth, dtype }) {
    expectIds('oneHot', ids);
    if (!Number.isInteger(depth) || depth < 1)
      throw new ValueError('oneHot: depth', 'a whole number above 0', String(depth));
    return { dtype, shape: [...ids.shape, depth] };
  },
  gradient: 'zero',
  onnx(emit, { depth, dtype }) {
    const inputs = [
      emit.inputs[0],
      emit.constant(emit.node.inputs[0].dtype, [], [depth]),
      emit.constant(dtype, [2], [0, 1]),
    ];
    emit.add('OneHot', inputs, { axis: { int: -1 } }, { outputs: emit.outputs });
  },
  kernel([ids], { depth }) {
    const data = new Float64Array(ids.data.length * depth);
    ids.data.forEach((id, i) => {
      if (id >= -depth && id < depth) data[i * depth + (id < 0 ? id + depth : id)] = 1;
    });
    return [data];
  },
});

/**
 * 1 at each id's place, 0 elsewhere; a negative id counts from the end, one outside gives zeros only.
 *
 * Shapes: [...ids] → [...ids, depth]
 */
export function oneHot(ids: Tensor, depth: number, dtype: DType = 'float32'): Tensor {
  return oneHotOp([ids], { depth, dtype });
}
