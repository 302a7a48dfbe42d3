import { showShape, sizeOf } from '../array/ndarray.js';
import { ShapeError } from '../errors.js';
import { sameShape } from '../graph/dim.js';
import { defineOp, type OpFunction } from '../graph/op.js';
import type { Tensor } from '../graph/tensor.js';
import { mul, sub } from './binary.js';
import { expectIds, placeOf } from './gather.js';
import { oneHot } from './one-hot.js';
import { reduceSum } from './reduce.js';
import { expandDims } from './reshape.js';
import { logSoftmax } from './softmax.js';
import { exp, neg } from './unary.js';

type None = Record<never, never>;

/**
 * Takes the logits and their logarithmic softmax. All of the gradient is given to the logits, in its short form, and none
 * to the second input, so that nothing is differentiated twice.
 */
const softmaxCrossEntropyOp: OpFunction<None> = defineOp<None>({
  name: 'softmaxCrossEntropy',
  infer([logits, logs, labels]) {
    if (!sameShape(labels.shape, logits.shape)) {
      throw new ShapeError('softmaxCrossEntropy: labels', showShape(logits.shape), showShape(labels.shape));
    }
    return { dtype: logs.dtype, shape: logits.shape.slice(0, -1) };
  },
  gradient({ inputs: [, logs, labels], gradients: [g], wanted }) {
    const each = expandDims(g!, -1);
    // Σ labels is 1 for probabilities, and 0 where a sample is left out.
    const expected = mul(exp(logs), reduceSum(labels, { axes: [-1], keepDims: true }));
    return [
      wanted[0] ? mul(sub(expected, labels), each) : undefined,
      undefined,
      wanted[2] ? neg(mul(logs, each)) : undefined,
    ];
  },
  onnx(emit) {
    const products = emit.add('Mul', emit.inputs.slice(1));
    const sums = emit.add('ReduceSum', [products, emit.constant('int64', [1], [-1])], {
      keepdims: { int: 0 },
    });
    emit.add('Neg', [sums], {}, { outputs: emit.outputs });
  },
  kernel([, logs, labels], _, [output]) {
    const depth = logs.shape.at(-1)!;
    const data = new Float64Array(sizeOf(output.shape));
    logs.data.forEach((value, i) => {
      data[Math.floor(i / depth)] -= value * labels.data[i];
    });
    return [data];
  },
});

/**
 * Cross-entropy of labels given as probabilities, against the softmax of logits, for each sample.
 *
 *     -Σ labels · log softmax(logits)        its gradient: softmax(logits) · Σ labels - labels
 *
 * Shapes: [..., classes], [..., classes] → [...]
 */
export function softmaxCrossEntropy(logits: Tensor, labels: Tensor): Tensor {
  return softmaxCrossEntropyOp([logits, logSoftmax(logits), labels], {});
}

/** As above, with labels as ids. */
const sparseSoftmaxCrossEntropyOp: OpFunction<None> = defineOp<None>({
  name: 'sparseSoftmaxCrossEntropy',
  infer([logits, logs, ids]) {
    expectIds('sparseSoftmaxCrossEntropy', ids);
    const expected = logits.shape.slice(0, -1);
    if (!sameShape(ids.shape, expected)) {
      throw new ShapeError('sparseSoftmaxCrossEntropy: ids', showShape(expected), showShape(ids.shape));
    }
    return { dtype: logs.dtype, shape: ids.shape };
  },
  gradient({ inputs: [, logs, ids], gradients: [g] }) {
    const off = sub(exp(logs), oneHot(ids, logs.shape.at(-1) as number, logs.dtype));
    return [mul(off, expandDims(g!, -1)), undefined, undefined];
  },
  onnx(emit) {
    const axis = emit.constant('int64', [1], [-1]);
    const ids = emit.add('Unsqueeze', [emit.inputs[2], axis]);
    const picked = emit.add('GatherElements', [emit.inputs[1], ids], { axis: { int: -1 } });
    emit.add('Neg', [emit.add('Squeeze', [picked, axis])], {}, { outputs: emit.outputs });
  },
  kernel([, logs, ids]) {
    const depth = logs.shape.at(-1)!;
    return [ids.data.map((id, i) => -logs.data[i * depth + placeOf(id, depth)])];
  },
});

/**
 * Cross-entropy of labels given as ids of classes, against the softmax of logits, for each sample.
 *
 *     -log softmax(logits)[id]        its gradient: softmax(logits) - oneHot(id)
 *
 * Shapes: [..., classes], [...] → [...]
 */
export function sparseSoftmaxCrossEntropy(logits: Tensor, ids: Tensor): Tensor {
  return sparseSoftmaxCrossEntropyOp([logits, logSoftmax(logits), ids], {});
}
