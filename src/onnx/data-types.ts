import type { DType } from '../array/ndarray.js';

/** ONNX's number for each element type: `TensorProto.DataType`, and ONNX Runtime's `ONNXTensorElementDataType`. */
export const dataTypeCodes: Readonly<Record<DType, number>> = {
  float32: 1,
  uint8: 2,
  int32: 6,
  int64: 7,
  bool: 9,
  float64: 11,
};

const names: readonly string[] = [
  'undefined',
  'float32',
  'uint8',
  'int8',
  'uint16',
  'int16',
  'int32',
  'int64',
  'string',
  'bool',
  'float16',
  'float64',
  'uint32',
  'uint64',
  'complex64',
  'complex128',
  'bfloat16',
];

/** The element type of a code, or undefined where Minibatch has none for it. */
export function dtypeOfCode(code: number): DType | undefined {
  const name = names[code];
  return name !== undefined && name in dataTypeCodes ? (name as DType) : undefined;
}

/** A code as a message shows it: `bfloat16 (16)`. */
export function showDataType(code: number): string {
  return `${names[code] ?? 'unknown'} (${code})`;
}
