import { ShapeError } from '../errors.js';

/** The element types that arrays and graphs know. `bool` is stored as one byte, 0 or 1. */
export type DType = 'float32' | 'float64' | 'int32' | 'int64' | 'uint8' | 'bool';

export type TypedArray = Float32Array | Float64Array | Int32Array | BigInt64Array | Uint8Array;

/** A shape with every axis known. `[]` is a scalar. */
export type Shape = readonly number[];

/** A host array: elements in row-major order, and their shape. */
export class NDArray {
  readonly dtype: DType;

  /** @throws ShapeError if `data` does not hold exactly the elements of `shape`. */
  constructor(
    readonly data: TypedArray,
    readonly shape: Shape,
    dtype: DType = dtypeOf(data),
  ) {
    this.dtype = dtype;
    if (data.length !== sizeOf(shape)) {
      throw new ShapeError(
        'NDArray',
        `${sizeOf(shape)} elements for shape ${showShape(shape)}`,
        `${data.length}`,
      );
    }
  }

  /** How many elements. */
  get size(): number {
    return this.data.length;
  }

  /** The elements as nested plain arrays, as `JSON.stringify` wants them. */
  toArray(): unknown {
    const level = (axis: number, start: number, count: number): unknown => {
      if (axis === this.shape.length) return Number(this.data[start]);
      const step = count / this.shape[axis];
      return Array.from({ length: this.shape[axis] }, (_, i) => level(axis + 1, start + i * step, step));
    };
    return level(0, 0, this.size);
  }
}

/** How many elements a shape holds: the product of its axes. */
export function sizeOf(shape: Shape): number {
  return shape.reduce((product, axis) => product * axis, 1);
}

/** `[2, 3]`, as messages show a shape. */
export function showShape(shape: readonly (number | string)[]): string {
  return `[${shape.join(', ')}]`;
}

const arrayTypes = {
  float32: Float32Array,
  float64: Float64Array,
  int32: Int32Array,
  int64: BigInt64Array,
  uint8: Uint8Array,
  bool: Uint8Array,
} as const;

/** A new zeroed typed array for elements of `dtype`. */
export function allocate(dtype: DType, length: number): TypedArray {
  return new arrayTypes[dtype](length);
}

/** Bytes of one element. */
export function bytesOf(dtype: DType): number {
  return arrayTypes[dtype].BYTES_PER_ELEMENT;
}

/** A typed array of `dtype` over part of a buffer, without a copy. */
export function view(dtype: DType, buffer: ArrayBufferLike, byteOffset: number, length: number): TypedArray {
  // The constructors take shared memory too; their types, seen together, do not say so.
  return new arrayTypes[dtype](buffer as ArrayBuffer, byteOffset, length);
}

function dtypeOf(data: TypedArray): DType {
  if (data instanceof Float32Array) return 'float32';
  if (data instanceof Float64Array) return 'float64';
  if (data instanceof Int32Array) return 'int32';
  if (data instanceof BigInt64Array) return 'int64';
  return 'uint8';
}
