import { defineOp, type OpFunction } from '../graph/op.js';
import type { Tensor } from '../graph/tensor.js';

const stopGradientOp: OpFunction<Record<never, never>> = defineOp({
  name: 'stopGradient',
  infer: ([x]) => ({ dtype: x.dtype, shape: x.shape }),
  gradient: 'zero',
  // Gradients are taken before a graph is simplified, so the mark has done its work.
  simplify: ([x]) => x,
  onnx(emit) {
    emit.add('Identity', emit.inputs, {}, { outputs: emit.outputs });
  },
  kernel: ([x]) => [x.data],
});

/** The same value, taken as a constant by gradients. */
export function stopGradient(x: Tensor): Tensor {
  return stopGradientOp([x], {});
}
