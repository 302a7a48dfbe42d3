import { showShape } from '../array/ndarray.js';
import { ShapeError } from '../errors.js';
import { sameShape } from '../graph/dim.js';
import { defineOp, type OpFunction } from '../graph/op.js';
import type { Tensor } from '../graph/tensor.js';
import { mul, sub } from './binary.js';
import { neg, sigmoid } from './unary.js';

type None = Record<never, never>;

const sigmoidCrossEntropyOp: OpFunction<None> = defineOp<None>({
  name: 'sigmoidCrossEntropy',
  infer([logits, labels]) {
    if (!sameShape(labels.shape, logits.shape)) {
      throw new ShapeError('sigmoidCrossEntropy: labels', showShape(logits.shape), showShape(labels.shape));
    }
    return { dtype: logits.dtype, shape: logits.shape };
  },
  gradient({ inputs: [logits, labels], gradients: [g], wanted }) {
    return [
      wanted[0] ? mul(sub(sigmoid(logits), labels), g!) : undefined,
      wanted[1] ? neg(mul(logits, g!)) : undefined,
    ];
  },
  // log(1 + eˣ) - x·label loses all digits where both are large, so the large part is taken off first.
  onnx(emit) {
    const [logits, labels] = emit.inputs;
    const straight = emit.add('Sub', [emit.add('Relu', [logits]), emit.add('Mul', [logits, labels])]);
    const bend = emit.add('Softplus', [emit.add('Neg', [emit.add('Abs', [logits])])]);
    emit.add('Add', [straight, bend], {}, { outputs: emit.outputs });
  },
  kernel([logits, labels]) {
    return [
      logits.data.map((x, i) => Math.max(x, 0) - x * labels.data[i] + Math.log1p(Math.exp(-Math.abs(x)))),
    ];
  },
});

/**
 * Cross-entropy of labels (probabilities of yes) against the sigmoid of logits, entry by entry.
 *
 *     -label · log sigmoid(x) - (1 - label) · log(1 - sigmoid(x)) = max(x, 0) - x · label + log(1 + e^-|x|)
 *
 * Its gradient is sigmoid(x) - label. Shapes: both the same, and so the result.
 */
export function sigmoidCrossEntropy(logits: Tensor, labels: Tensor): Tensor {
  return sigmoidCrossEntropyOp([logits, labels], {});
}
