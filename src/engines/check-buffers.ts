import { type DType, showShape, sizeOf } from '../array/ndarray.js';
import { ShapeError, UnknownNameError, ValueError } from '../errors.js';
import type { OnnxValueInfo } from '../onnx/model.js';
import type { Buffer, Buffers } from './engine.js';

/** What a program declares: its inputs and outputs with their types and shapes. */
export interface Signature {
  inputs: readonly OnnxValueInfo[];
  outputs: readonly OnnxValueInfo[];
}

const arrayNames: Readonly<Record<DType, string>> = {
  float32: 'Float32Array',
  float64: 'Float64Array',
  int32: 'Int32Array',
  int64: 'BigInt64Array',
  uint8: 'Uint8Array',
  bool: 'Uint8Array',
};

/**
 * Checks that buffers are exactly those of a signature: every name once, the right kind of array, as many elements as the
 * shape says, and one length for each symbolic axis.
 *
 * @throws UnknownNameError, ValueError or ShapeError naming the first buffer that does not fit.
 */
export function checkBuffers({ inputs, outputs }: Signature, buffers: Buffers): void {
  const sizes = new Map<string, number>();
  checkSide('input', inputs, buffers.inputs, sizes);
  checkSide('output', outputs, buffers.outputs, sizes);
}

function checkSide(
  side: string,
  declared: readonly OnnxValueInfo[],
  given: Readonly<Record<string, Buffer>>,
  sizes: Map<string, number>,
): void {
  const names = declared.map(({ name }) => name);
  for (const name of Object.keys(given)) {
    if (!names.includes(name)) throw new UnknownNameError('bind', side, name, names);
  }
  for (const value of declared) {
    if (!Object.hasOwn(given, value.name)) {
      throw new ValueError('bind', `a buffer for the ${side} '${value.name}'`, 'none');
    }
    checkBuffer(`bind: ${side} '${value.name}'`, value, given[value.name], sizes);
  }
}

function checkBuffer(
  where: string,
  value: OnnxValueInfo,
  { data, shape }: Buffer,
  sizes: Map<string, number>,
): void {
  const kind = Object.prototype.toString.call(data).slice(8, -1);
  if (kind !== arrayNames[value.dtype]) {
    throw new ValueError(where, `a ${arrayNames[value.dtype]} for ${value.dtype}`, `a ${kind}`);
  }
  if (data.length !== sizeOf(shape)) {
    throw new ShapeError(where, `${sizeOf(shape)} elements for shape ${showShape(shape)}`, `${data.length}`);
  }
  const fits =
    shape.length === value.shape.length &&
    value.shape.every((axis, i) => {
      if (typeof axis === 'number') return shape[i] === axis;
      if (!sizes.has(axis)) sizes.set(axis, shape[i]);
      return shape[i] === sizes.get(axis);
    });
  if (!fits) {
    const known = [...sizes].map(([axis, size]) => `${axis} = ${size}`).join(', ');
    const expected = `shape ${showShape(value.shape)}${known === '' ? '' : ` with ${known}`}`;
    throw new ShapeError(where, expected, showShape(shape));
  }
}
