import { showShape } from '../array/ndarray.js';
import { ShapeError } from '../errors.js';
import { defineOp, type OpFunction } from '../graph/op.js';
import type { Tensor } from '../graph/tensor.js';
import { stridesOf } from './broadcast.js';

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
  if (x.shape.length !== permutation.length || !x.shape.every((_, axis) => permutation.includes(axis))) {
    throw new ShapeError('transpose', `an order of ${x.shape.length} axes`, showShape(permutation));
  }
  return permutation.every((axis, k) => axis === k) ? x : transposeOp([x], { permutation });
}
