import { normalizeAxis } from '../graph/dim.js';
import { defineOp, type OpFunction } from '../graph/op.js';
import type { Tensor } from '../graph/tensor.js';
import { mul, sub } from './binary.js';
import { reduceSum } from './reduce.js';
import { exp } from './unary.js';

interface SoftmaxAttributes {
  axis: number;
}

/** Runs `evaluate` over each line of values along an axis. */
function alongAxis(
  data: Float64Array,
  shape: readonly number[],
  axis: number,
  evaluate: (line: Float64Array) => Float64Array,
) {
  const result = new Float64Array(data.length);
  const step = shape.slice(axis + 1).reduce((product, length) => product * length, 1);
  const block = step * shape[axis];
  for (let start = 0; start < data.length; start += block) {
    for (let offset = start; offset < start + step; offset++) {
      const line = Float64Array.from({ length: shape[axis] }, (_, i) => data[offset + i * step]);
      evaluate(line).forEach((value, i) => {
        result[offset + i * step] = value;
      });
    }
  }
  return result;
}

function logSumExp(line: Float64Array): number {
  const largest = line.reduce((best, value) => Math.max(best, value), Number.NEGATIVE_INFINITY);
  return largest + Math.log(line.reduce((sum, value) => sum + Math.exp(value - largest), 0));
}

export const softmaxOp: OpFunction<SoftmaxAttributes> = defineOp<SoftmaxAttributes>({
  name: 'softmax',
  infer: ([x]) => ({ dtype: x.dtype, shape: x.shape }),
  gradient({ outputs: [y], gradients: [g], attributes: { axis } }) {
    const weighted = mul(g!, y);
    return [sub(weighted, mul(y, reduceSum(weighted, { axes: [axis], keepDims: true })))];
  },
  onnx(emit, { axis }) {
    emit.add('Softmax', emit.inputs, { axis: { int: axis } }, { outputs: emit.outputs });
  },
  kernel([x], { axis }) {
    return [
      alongAxis(x.data, x.shape, axis, (line) => {
        const normalizer = logSumExp(line);
        return line.map((value) => Math.exp(value - normalizer));
      }),
    ];
  },
});

/** eˣ / Σ eˣ along an axis. */
export function softmax(x: Tensor, axis = -1): Tensor {
  return softmaxOp([x], { axis: normalizeAxis(axis, x.shape.length, 'softmax: axis') });
}

const logSoftmaxOp: OpFunction<SoftmaxAttributes> = defineOp<SoftmaxAttributes>({
  name: 'logSoftmax',
  infer: ([x]) => ({ dtype: x.dtype, shape: x.shape }),
  gradient({ outputs: [y], gradients: [g], attributes: { axis } }) {
    return [sub(g!, mul(exp(y), reduceSum(g!, { axes: [axis], keepDims: true })))];
  },
  onnx(emit, { axis }) {
    emit.add('LogSoftmax', emit.inputs, { axis: { int: axis } }, { outputs: emit.outputs });
  },
  kernel([x], { axis }) {
    return [
      alongAxis(x.data, x.shape, axis, (line) => {
        const normalizer = logSumExp(line);
        return line.map((value) => value - normalizer);
      }),
    ];
  },
});

/** x - log Σ eˣ along an axis. */
export function logSoftmax(x: Tensor, axis = -1): Tensor {
  return logSoftmaxOp([x], { axis: normalizeAxis(axis, x.shape.length, 'logSoftmax: axis') });
}
