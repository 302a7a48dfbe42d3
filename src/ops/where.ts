import { sizeOf } from '../array/ndarray.js';
import { ShapeError } from '../errors.js';
import { constant } from '../graph/leaf.js';
import { defineOp, type OpFunction } from '../graph/op.js';
import type { Tensor } from '../graph/tensor.js';
import { type Operand, operands } from './binary.js';
import { beforeStretching, broadcastIndex, broadcastShapes, sumTo } from './broadcast.js';

type None = Record<never, never>;

const whereOp: OpFunction<None> = defineOp<None>({
  name: 'where',
  infer([condition, a, b]) {
    if (condition.dtype !== 'bool' || a.dtype !== b.dtype) {
      const got = `${condition.dtype}, ${a.dtype} and ${b.dtype}`;
      throw new ShapeError('where', 'a bool condition and two tensors of one dtype', got);
    }
    const shape = broadcastShapes(a.shape, b.shape, 'where');
    return { dtype: a.dtype, shape: broadcastShapes(condition.shape, shape, 'where') };
  },
  gradient({ inputs: [condition, a, b], gradients: [g], wanted }) {
    const zero = constant(0, a.dtype);
    return [
      undefined,
      wanted[1] ? sumTo(where(condition, g!, zero), a.shape) : undefined,
      wanted[2] ? sumTo(where(condition, zero, g!), b.shape) : undefined,
    ];
  },
  simplify(inputs, _, [output]) {
    return beforeStretching(inputs, output.shape, (narrow) => whereOp(narrow, {}));
  },
  onnx(emit) {
    emit.add('Where', emit.inputs, {}, { outputs: emit.outputs });
  },
  kernel([condition, a, b], _, [output]) {
    const data = new Float64Array(sizeOf(output.shape));
    const atCondition = broadcastIndex(condition.shape, output.shape);
    const atA = broadcastIndex(a.shape, output.shape);
    const atB = broadcastIndex(b.shape, output.shape);
    for (let i = 0; i < data.length; i++) {
      data[i] = condition.data[atCondition(i)] === 0 ? b.data[atB(i)] : a.data[atA(i)];
    }
    return [data];
  },
});

/** a where the condition holds, b elsewhere; broadcast. */
export function where(condition: Tensor, a: Operand, b: Operand): Tensor {
  return whereOp([condition, ...operands(a, b)], {});
}
