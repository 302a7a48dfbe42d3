import { constant } from '../graph/leaf.js';
import { defineOp, type OpFunction } from '../graph/op.js';
import type { Tensor } from '../graph/tensor.js';
import { equal } from './compare.js';
import { where } from './where.js';

interface ClipAttributes {
  least: number;
  most: number;
}

const clipOp: OpFunction<ClipAttributes> = defineOp<ClipAttributes>({
  name: 'clip',
  infer: ([x]) => ({ dtype: x.dtype, shape: x.shape }),
  gradient({ inputs: [x], outputs: [y], gradients: [g] }) {
    return [where(equal(x, y), g!, constant(0, x.dtype))];
  },
  onnx(emit, { least, most }) {
    const { dtype } = emit.node.inputs[0];
    const bound = (value: number) => (Number.isFinite(value) ? emit.constant(dtype, [], [value]) : '');
    emit.add('Clip', [emit.inputs[0], bound(least), bound(most)], {}, { outputs: emit.outputs });
  },
  kernel: ([x], { least, most }) => [x.data.map((value) => Math.min(Math.max(value, least), most))],
});

/**
 * min(max(x, least), most). The gradient is that of x from `least` to `most` inclusive, and 0 outside: as in TensorFlow and
 * PyTorch (JAX halves it on the bounds).
 */
export function clip(x: Tensor, least: number, most: number): Tensor {
  // The bounds as every engine has them.
  const kept = (bound: number) => (x.dtype === 'float32' ? Math.fround(bound) : bound);
  return clipOp([x], { least: kept(least), most: kept(most) });
}
