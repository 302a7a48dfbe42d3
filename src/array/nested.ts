import { ShapeError, show, ValueError } from '../errors.js';
import { allocate, type DType, NDArray, type Shape, showShape, sizeOf, type TypedArray } from './ndarray.js';

/** Numbers, or rows of them to any depth. A row may be a typed array. */
export type Nested = number | boolean | ArrayLike<number> | readonly Nested[];

/** What users may pass wherever an array is wanted. */
export type ArrayInput = NDArray | Nested | TypedArray | ArrayLike<bigint> | ShapedData;

/** Elements in row-major order, and their shape. */
export interface ShapedData {
  data: ArrayLike<number> | BigInt64Array;
  shape: Shape;
  dtype?: DType;
}

/**
 * An NDArray of a user's nested arrays, typed array, `{ data, shape }` or NDArray.
 *
 * Without `dtype`, numbers, booleans and 64-bit floats become float32, as in Keras; integer typed arrays keep their integers
 * (8-bit unsigned stay uint8, the others become int32 or, where that is too small, int64). Data that already has the right
 * type is taken as it is, without a copy.
 *
 * @param where How the user knows this value: `fit: x`.
 * @throws ValueError with the place of the first row or value that does not fit.
 */
export function toNDArray(value: unknown, where: string, dtype?: DType): NDArray {
  if (value instanceof NDArray) return convert(value, where, dtype);
  if (ArrayBuffer.isView(value)) {
    const data = asTyped(value, where);
    return convert(new NDArray(data, [data.length]), where, dtype);
  }
  if (isShaped(value)) return convert(fromShaped(value, where), where, dtype);
  if (Array.isArray(value) || isElement(value)) return fromNested(value, where, dtype ?? 'float32');
  throw new ValueError(
    where,
    'numbers: nested arrays, a typed array, { data, shape } or an NDArray',
    show(value),
  );
}

/**
 * An NDArray of nested arrays, or of flat data in row-major order and its shape.
 *
 * @example ndarray([[1, 2], [3, 4]]).shape          // [2, 2]
 * @example ndarray([1, 2, 3, 4], [2, 2], 'int32')
 */
export function ndarray(data: ArrayInput, shape?: Shape, dtype?: DType): NDArray {
  const array = toNDArray(data, 'ndarray', dtype);
  return shape === undefined ? array : reshaped(array.data, shape, array.dtype, 'ndarray');
}

function reshaped(data: TypedArray, shape: Shape, dtype: DType, where: string): NDArray {
  if (!(Array.isArray(shape) && shape.every((axis) => Number.isInteger(axis) && axis >= 0))) {
    throw new ShapeError(where, 'a shape of whole numbers from 0 up', show(shape));
  }
  if (sizeOf(shape) !== data.length) {
    throw new ShapeError(where, `${sizeOf(shape)} values for shape ${showShape(shape)}`, `${data.length}`);
  }
  return new NDArray(data, [...shape], dtype);
}

function isShaped(value: unknown): value is ShapedData {
  return typeof value === 'object' && value !== null && 'data' in value && 'shape' in value;
}

function fromShaped({ data, shape, dtype }: ShapedData, where: string): NDArray {
  const flat = ArrayBuffer.isView(data)
    ? asTyped(data, where)
    : fromNested(data, where, dtype ?? 'float32').data;
  return reshaped(
    flat,
    shape,
    dtype === 'bool' && flat instanceof Uint8Array ? 'bool' : dtypeOf(flat),
    where,
  );
}

function dtypeOf(data: TypedArray): DType {
  return new NDArray(data, [data.length]).dtype;
}

/** Any kind of typed array as one of the five that arrays are made of. */
function asTyped(data: ArrayBufferView, where: string): TypedArray {
  if (data instanceof Float32Array || data instanceof Int32Array) return data;
  if (data instanceof BigInt64Array || data instanceof Uint8Array) return data;
  if (data instanceof Float64Array) return Float32Array.from(data);
  if (data instanceof Uint8ClampedArray) return new Uint8Array(data.buffer, data.byteOffset, data.length);
  if (data instanceof Int8Array || data instanceof Int16Array || data instanceof Uint16Array) {
    return Int32Array.from(data);
  }
  if (data instanceof Uint32Array) return BigInt64Array.from(data, BigInt);
  if (data instanceof BigUint64Array) return BigInt64Array.from(data);
  if (data.constructor.name === 'Float16Array')
    return Float32Array.from(data as unknown as ArrayLike<number>);
  throw new ValueError(where, 'a typed array of numbers', `a ${data.constructor.name}`);
}

function convert(array: NDArray, where: string, dtype: DType | undefined): NDArray {
  if (dtype === undefined || dtype === array.dtype) return array;
  const data = allocate(dtype, array.size);
  const toInteger = dtype !== 'float32' && dtype !== 'float64';
  for (let i = 0; i < data.length; i++) {
    const value = Number(array.data[i]);
    if (toInteger && !Number.isInteger(value)) throw notWhole(value, indexOf(i, array.shape), where);
    data[i] = data instanceof BigInt64Array ? BigInt(value) : value;
  }
  return new NDArray(data, array.shape, dtype);
}

/** The index of the element that is `position`-th in row-major order. */
export function indexOf(position: number, shape: Shape): number[] {
  const index: number[] = [];
  let rest = position;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    index.unshift(rest % shape[axis]);
    rest = Math.floor(rest / shape[axis]);
  }
  return index;
}

type Row = ArrayLike<unknown>;

function isElement(value: unknown): value is number | boolean {
  return typeof value === 'number' || typeof value === 'boolean';
}

function isRow(value: unknown): value is Row {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

/** The first of each level gives the shape; every other row must agree with it. */
function fromNested(value: unknown, where: string, dtype: DType): NDArray {
  const shape: number[] = [];
  for (let level = value; isRow(level); level = level[0]) shape.push(level.length);
  const data = allocate(dtype, sizeOf(shape));
  const toInteger = dtype !== 'float32' && dtype !== 'float64';
  const index: number[] = new Array(shape.length).fill(0);
  let next = 0;

  const read = (item: unknown, axis: number): void => {
    if (axis === shape.length) {
      if (!isElement(item)) throw misfit(item, index, shape, axis, where);
      const element = Number(item);
      if (toInteger && !Number.isInteger(element)) throw notWhole(element, index, where);
      data[next++] = data instanceof BigInt64Array ? BigInt(element) : element;
      return;
    }
    if (!isRow(item) || item.length !== shape[axis]) throw misfit(item, index, shape, axis, where);
    for (let i = 0; i < item.length; i++) {
      index[axis] = i;
      read(item[i], axis + 1);
    }
  };
  read(value, 0);
  return new NDArray(data, shape, dtype);
}

function misfit(item: unknown, index: number[], shape: Shape, axis: number, where: string): ValueError {
  const place = `at ${showShape(index.slice(0, axis))}`;
  if (!isRow(item) && !isElement(item)) {
    const fix =
      typeof item === 'string' ? 'Turn text into numbers first.' : 'Fill in or leave out missing values.';
    const kind = typeof item === 'bigint' ? `the BigInt ${item}n` : show(item);
    return new ValueError(
      where,
      'numbers',
      `${kind} ${place}`,
      typeof item === 'bigint' ? 'Use Number(…).' : fix,
    );
  }
  const rows = (length: number) => `${length} value${length === 1 ? '' : 's'}`;
  const before = axis < shape.length ? `rows of ${shape[axis]}` : 'single numbers';
  const got = isRow(item) ? `a row of ${rows(item.length)}` : `the single number ${item}`;
  return new ValueError(
    where,
    'rows of one length',
    `${got} ${place} after ${before}`,
    'Pad, cut or leave out the rows that differ.',
  );
}

function notWhole(value: number, index: readonly number[], where: string): ValueError {
  return new ValueError(where, 'whole numbers', `${value} at ${showShape(index)}`);
}
