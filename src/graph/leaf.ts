import { allocate, type DType, type NDArray, sizeOf, type TypedArray } from '../array/ndarray.js';
import { MinibatchError } from '../errors.js';
import type { Dim } from './dim.js';
import { defineOp, type OpFunction } from './op.js';
import type { Tensor } from './tensor.js';

interface InputAttributes {
  name: string;
  dtype: DType;
  shape: readonly Dim[];
}

const inputOp: OpFunction<InputAttributes> = defineOp<InputAttributes>({
  name: 'input',
  infer: (_, { dtype, shape }) => ({ dtype, shape }),
  gradient: 'zero',
  onnx() {
    throw new MinibatchError('input: expected to be written as a graph input, got asked for a node.');
  },
  kernel() {
    throw new MinibatchError('input: expected a value from outside, got asked to compute one.');
  },
});

/** A value that comes from outside when the graph runs: data, a weight, a scalar such as a scale. */
export function placeholder(name: string, dtype: DType, shape: readonly Dim[]): Tensor {
  return inputOp([], { name, dtype, shape });
}

export interface ConstantAttributes {
  dtype: DType;
  shape: readonly number[];
  data: TypedArray;
}

const constantOp: OpFunction<ConstantAttributes> = defineOp<ConstantAttributes>({
  name: 'constant',
  infer: (_, { dtype, shape }) => ({ dtype, shape }),
  gradient: 'zero',
  onnx(emit, { dtype, shape, data }) {
    emit.add('Identity', [emit.constant(dtype, shape, data)], {}, { outputs: emit.outputs });
  },
  kernel: (_, { data }) => [Float64Array.from(data, Number)],
});

/** A constant from its dtype, shape and elements. */
export function constantOf(value: ConstantAttributes): Tensor {
  return constantOp([], value);
}

/** A value that is fixed when the graph is made: a number (a scalar of `dtype`), or an array. */
export function constant(value: number | NDArray, dtype: DType = 'float32'): Tensor {
  if (typeof value !== 'number') return constantOf(value);
  return filled([], value, dtype);
}

/** A constant array with the same number everywhere. */
export function filled(shape: readonly number[], value: number, dtype: DType = 'float32'): Tensor {
  const data = allocate(dtype, sizeOf(shape));
  if (data instanceof BigInt64Array) data.fill(BigInt(value));
  else data.fill(value);
  return constantOp([], { dtype, shape, data });
}

/** The elements of a tensor that is a constant. */
export function constantValue(tensor: Tensor): ConstantAttributes | undefined {
  return tensor.node.op === constantOp.op
    ? (tensor.node.attributes as unknown as ConstantAttributes)
    : undefined;
}

/** Whether a tensor is a constant with this number in every place. */
export function isFilledWith(tensor: Tensor, value: number): boolean {
  const data = constantValue(tensor)?.data;
  return (
    data !== undefined && data.length <= 4096 && data.every((each: number | bigint) => Number(each) === value)
  );
}
