import { allocate, bytesOf, type DType, showShape, type TypedArray } from '../array/ndarray.js';
import { ValueError } from '../errors.js';
import { dtypeOfCode, showDataType } from './data-types.js';
import type { OnnxTensor } from './model.js';
import { type ProtobufReader, wire } from './protobuf-reader.js';

/** The field of `TensorProto` that lists elements of a type one by one. */
const listFields: Readonly<Record<DType, number>> = {
  float32: 4,
  int32: 5,
  uint8: 5,
  bool: 5,
  int64: 7,
  float64: 10,
};

/**
 * Reads a `TensorProto`: its elements as raw little-endian bytes, or as one of the lists of numbers that other writers
 * use. Nothing is allocated before the file is known to hold as many elements as the shape says.
 *
 * @throws ValueError for another element type, data in another file, or a count that does not fit the shape.
 */
export function decodeTensor(reader: ProtobufReader): OnnxTensor {
  let name = '';
  let code = 0;
  let raw: Uint8Array | undefined;
  const shape: number[] = [];
  let listField = 0;
  const listed: (number | bigint)[] = [];
  const add = (values: readonly (number | bigint)[]) => {
    listField = reader.field;
    for (const value of values) listed.push(value);
  };
  while (reader.next()) {
    if (reader.field === 1)
      for (const axis of reader.repeated(wire.varint, (run) => run.integer())) shape.push(axis);
    else if (reader.field === 2) code = reader.integer();
    else if (reader.field === 4) add(reader.repeated(wire.fixed32, (run) => run.float()));
    else if (reader.field === 5) add(reader.repeated(wire.varint, (run) => run.integer()));
    else if (reader.field === 7) add(reader.repeated(wire.varint, (run) => run.bigint()));
    else if (reader.field === 8) name = reader.string();
    else if (reader.field === 9) raw = reader.bytes();
    else if (reader.field === 10) add(reader.repeated(wire.fixed64, (run) => run.double()));
    else if (reader.field === 13) refuse(name, 'its elements inside the file', 'a reference to another file');
    else reader.skip();
  }
  const dtype = dtypeOfCode(code);
  if (dtype === undefined) {
    return refuse(name, 'float32, float64, int32, int64, uint8 or bool', showDataType(code));
  }
  if (shape.some((axis) => axis < 0)) refuse(name, 'axes of 0 or more', showShape(shape));
  const size = shape.reduce((product, axis) => product * axis, 1);
  const count = raw === undefined ? listed.length : raw.length / bytesOf(dtype);
  if (count !== size) refuse(name, `${size} elements for shape ${showShape(shape)}`, `${count}`);
  if (raw === undefined && size > 0 && listField !== listFields[dtype]) {
    refuse(name, `elements of ${dtype} in field ${listFields[dtype]}`, `field ${listField}`);
  }
  const data = allocate(dtype, size);
  if (raw !== undefined) new Uint8Array(data.buffer).set(raw);
  else fill(data, listed);
  return { name, dtype, shape, data };
}

function fill(data: TypedArray, values: readonly (number | bigint)[]): void {
  if (data instanceof BigInt64Array) for (let i = 0; i < data.length; i++) data[i] = BigInt(values[i]);
  else for (let i = 0; i < data.length; i++) data[i] = Number(values[i]);
}

function refuse(name: string, expected: string, got: string): never {
  throw new ValueError(`decodeModel: constant '${name}'`, expected, got);
}
