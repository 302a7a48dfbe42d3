import { showShape, sizeOf } from '../array/ndarray.js';
import { ShapeError } from '../errors.js';
import { type Dim, sameShape } from '../graph/dim.js';
import { defineOp, type OpFunction } from '../graph/op.js';
import type { Tensor } from '../graph/tensor.js';
import { expectIds, placeOf } from './gather.js';

type None = Record<never, never>;

interface ScatterAttributes {
  shape: readonly Dim[];
}

const gatherLastOp: OpFunction<None> = defineOp<None>({
  name: 'gatherLast',
  infer([x, ids]) {
    expectIds('gatherLast', ids);
    const expected = x.shape.slice(0, -1);
    if (!sameShape(ids.shape, expected)) {
      throw new ShapeError('gatherLast: ids', showShape(expected), showShape(ids.shape));
    }
    return { dtype: x.dtype, shape: ids.shape };
  },
  gradient({ inputs: [x, ids], gradients: [g] }) {
    return [scatterLast(g!, ids, x.shape), undefined];
  },
  onnx(emit) {
    const axis = emit.constant('int64', [1], [-1]);
    const ids = emit.add('Unsqueeze', [emit.inputs[1], axis]);
    const picked = emit.add('GatherElements', [emit.inputs[0], ids], { axis: { int: -1 } });
    emit.add('Squeeze', [picked, axis], {}, { outputs: emit.outputs });
  },
  kernel([x, ids]) {
    const depth = x.shape.at(-1)!;
    return [ids.data.map((id, i) => x.data[i * depth + placeOf(id, depth)])];
  },
});

/**
 * One entry of the last axis for each place, by its index; a negative one counts from the end.
 *
 * Shapes: [..., depth], [...] → [...]
 */
export function gatherLast(x: Tensor, ids: Tensor): Tensor {
  return gatherLastOp([x, ids], {});
}

const scatterLastOp: OpFunction<ScatterAttributes> = defineOp<ScatterAttributes>({
  name: 'scatterLast',
  infer: ([values], { shape }) => ({ dtype: values.dtype, shape }),
  gradient({ inputs: [, ids], gradients: [g] }) {
    return [gatherLast(g!, ids), undefined];
  },
  onnx(emit, { shape }) {
    const [values, ids] = emit.inputs;
    const axis = emit.constant('int64', [1], [-1]);
    const zeros = emit.add('Expand', [emit.constant(emit.node.inputs[0].dtype, [], [0]), emit.shape(shape)]);
    const inputs = [zeros, emit.add('Unsqueeze', [ids, axis]), emit.add('Unsqueeze', [values, axis])];
    emit.add('ScatterElements', inputs, { axis: { int: -1 } }, { outputs: emit.outputs });
  },
  kernel([values, ids], _, [output]) {
    const depth = output.shape.at(-1)!;
    const data = new Float64Array(sizeOf(output.shape));
    ids.data.forEach((id, i) => {
      data[i * depth + placeOf(id, depth)] = values.data[i];
    });
    return [data];
  },
});

/** Values at their index of the last axis, zeros elsewhere: the gradient of `gatherLast`. */
function scatterLast(values: Tensor, ids: Tensor, shape: readonly Dim[]): Tensor {
  return scatterLastOp([values, ids], { shape });
}
