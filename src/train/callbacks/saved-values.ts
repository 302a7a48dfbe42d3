import { allocate, type DType, NDArray } from '../../array/ndarray.js';
import type { Json } from './callback.js';

/** A number that may be infinite or NaN, which JSON has no way to write. */
export function saveNumber(value: number): Json {
  return Number.isFinite(value) && !Object.is(value, -0)
    ? value
    : String(Object.is(value, -0) ? '-0' : value);
}

export function loadNumber(saved: Json): number {
  return Number(saved);
}

/** Weights with their exact bits: `{ dtype, shape, base64 }` each. */
export function saveWeights(weights: readonly NDArray[]): Json {
  return weights.map(({ dtype, shape, data }) => {
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    let binary = '';
    // In parts: a call takes some ten thousand arguments at most.
    for (let i = 0; i < bytes.length; i += 8192)
      binary += String.fromCharCode(...bytes.subarray(i, i + 8192));
    return { dtype, shape: [...shape], base64: btoa(binary) };
  });
}

export function loadWeights(saved: Json): NDArray[] {
  return (saved as { dtype: DType; shape: number[]; base64: string }[]).map(({ dtype, shape, base64 }) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const data = allocate(
      dtype,
      shape.reduce((product, axis) => product * axis, 1),
    );
    new Uint8Array(data.buffer).set(bytes);
    return new NDArray(data, shape, dtype);
  });
}
