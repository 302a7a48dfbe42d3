import type { TypedArray } from '../../array/ndarray.js';
import { ValueError } from '../../errors.js';

/** One page of WebAssembly: every memory is a whole number of them, and V8 moves no buffer of this size. */
const pageBytes = 65536;

/** What ES2024 adds to buffers; absent in older engines, whose buffers cannot change size. */
interface Sizable {
  readonly resizable?: boolean;
  readonly growable?: boolean;
}

/**
 * Refuses an array whose memory can move or vanish while ONNX Runtime holds its address: V8 keeps small arrays on its moving
 * heap, and a buffer that is detached or changes its size is not to be relied on. Memory of a `createMemory` passes.
 *
 * @throws ValueError
 */
export function requireFixedMemory(where: string, data: TypedArray): void {
  const { buffer } = data;
  const { resizable, growable } = buffer as ArrayBufferLike & Sizable;
  let got: string | undefined;
  if (resizable || growable) got = 'a buffer that can change its size';
  else if (buffer instanceof SharedArrayBuffer) return;
  else if (isDetached(buffer)) got = 'an array whose buffer was detached';
  else if (buffer.byteLength < pageBytes) got = `a plain ArrayBuffer of ${buffer.byteLength} bytes`;
  if (got !== undefined) {
    throw new ValueError(
      where,
      'memory that stays where it is',
      got,
      'Take a view of an arena (createMemory).',
    );
  }
}

/** Whether a buffer gave its memory away: it was transferred, or the WebAssembly.Memory that owns it grew. */
export function isDetached(buffer: ArrayBufferLike): boolean {
  if (buffer.byteLength > 0) return false;
  try {
    new Uint8Array(buffer);
    return false;
  } catch {
    return true;
  }
}
