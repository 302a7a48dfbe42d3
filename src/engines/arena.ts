import { bytesOf, type DType, type TypedArray, view } from '../array/ndarray.js';
import { MinibatchError, ValueError } from '../errors.js';
import { type WasmMemory, webAssembly } from '../platform/webassembly.js';

/** Every region starts at a multiple of this: a cache line, and more than any SIMD load wants. */
const alignment = 64;
/** A page of WebAssembly. */
const pageBytes = 65536;
/** WebAssembly addresses memory by 32 bits. */
const mostPages = 65536;

/**
 * For each shared memory a private one of the same size that nobody touches, so it costs addresses and no memory. V8 counts
 * only private memories when it decides to collect garbage: without, a process that makes and drops models would grow
 * until it is killed.
 */
const ballast = new WeakMap<WasmMemory, WasmMemory>();

export interface MemoryOptions {
  /** Whether other JavaScript threads may see it. Copying into shared memory takes half as long again. @default true */
  shared?: boolean;
}

/**
 * Zeroed memory that never moves and never grows, and that threads can share if wanted: what engines may keep addresses into. It lives
 * as long as something refers to it or to a view of it.
 *
 * @param bytes Rounded up to 64 KiB.
 * @throws ValueError beyond 4 GiB. @throws MinibatchError where the system has no such memory.
 */
export function createMemory(bytes: number, { shared = true }: MemoryOptions = {}): WasmMemory {
  const pages = Math.max(1, Math.ceil(bytes / pageBytes));
  if (!(bytes >= 0) || pages > mostPages) {
    const fix = 'A model and its batch must fit in one memory: take a smaller batch or model.';
    throw new ValueError('createMemory', 'at most 4 GiB', `${bytes} bytes`, fix);
  }
  try {
    const limits = { initial: pages, maximum: pages };
    if (!shared) return new webAssembly.Memory(limits);
    const memory = new webAssembly.Memory({ ...limits, shared: true });
    ballast.set(memory, new webAssembly.Memory(limits));
    return memory;
  } catch {
    throw new MinibatchError(
      `createMemory: expected ${pages * pageBytes} bytes of memory, got none from the system. Use fewer or smaller models at once.`,
    );
  }
}

/** Where a region lies in an arena, and what it holds. */
export interface Region {
  readonly dtype: DType;
  /** From the start of the arena, a multiple of 64. */
  readonly byteOffset: number;
  /** Elements. */
  readonly length: number;
}

/**
 * Lays out named regions in one memory: first every `reserve`, then one `allocate`, then `view` as often as wanted. The size
 * is known before any memory is taken, because memory that engines hold addresses of cannot grow.
 *
 * @example
 * const arena = new Arena();
 * arena.reserve('weights', 'float32', 1000);
 * arena.reserve('labels', 'int64', 32);
 * arena.allocate();
 * arena.view('weights');   // Float32Array(1000), zeros
 */
export class Arena {
  readonly #regions = new Map<string, Region>();
  #bytes = 0;
  #memory: WasmMemory | undefined;

  constructor(readonly options: MemoryOptions = {}) {}

  /** Bytes reserved so far, with the gaps of alignment. */
  get byteLength(): number {
    return this.#bytes;
  }

  /** The memory under all regions. @throws MinibatchError before `allocate`. */
  get memory(): WasmMemory {
    if (this.#memory === undefined)
      throw new MinibatchError('Arena: expected allocate() first, got no memory.');
    return this.#memory;
  }

  /** Plans a region after those planned before, so regions reserved one after the other are contiguous up to alignment. */
  reserve(name: string, dtype: DType, length: number): Region {
    if (this.#memory !== undefined) {
      throw new MinibatchError(`Arena: expected every region before allocate(), got '${name}' after it.`);
    }
    if (this.#regions.has(name)) throw new ValueError('Arena', 'names that differ', `'${name}' twice`);
    if (!Number.isSafeInteger(length) || length < 0) {
      throw new ValueError(`Arena: '${name}'`, 'a length of 0 or more', `${length}`);
    }
    const region = { dtype, byteOffset: this.#bytes, length };
    this.#regions.set(name, region);
    this.#bytes += Math.ceil((length * bytesOf(dtype)) / alignment) * alignment;
    return region;
  }

  /** Takes the memory, once. */
  allocate(): void {
    if (this.#memory !== undefined) throw new MinibatchError('Arena: expected one allocate(), got a second.');
    this.#memory = createMemory(this.#bytes, this.options);
  }

  /** Where a region lies. */
  region(name: string): Region {
    const region = this.#regions.get(name);
    if (region === undefined) throw new ValueError('Arena', 'a name that was reserved', `'${name}'`);
    return region;
  }

  /** A region's elements, or its first `length`: a smaller batch in the room of a larger one. */
  view(name: string, length?: number): TypedArray {
    const region = this.region(name);
    if (length !== undefined && length > region.length) {
      throw new ValueError(`Arena: '${name}'`, `at most ${region.length} elements`, `${length}`);
    }
    return view(region.dtype, this.memory.buffer, region.byteOffset, length ?? region.length);
  }
}
