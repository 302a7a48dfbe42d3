/** The part of the global `WebAssembly` that Minibatch uses, typed here because neither ES nor Node types hold it. */
interface WebAssemblyGlobal {
  Memory: new (limits: { initial: number; maximum?: number; shared?: boolean }) => WasmMemory;
  Module: new (bytes: Uint8Array<ArrayBuffer>) => WasmModule;
  Instance: new (module: WasmModule, imports: Record<string, Record<string, unknown>>) => WasmInstance;
  validate(bytes: Uint8Array<ArrayBuffer>): boolean;
}

/** A `WebAssembly.Memory`: 64 KiB pages that several modules and threads can read and write. */
export interface WasmMemory {
  readonly buffer: ArrayBuffer | SharedArrayBuffer;
}

/** A compiled `WebAssembly.Module`. */
export type WasmModule = object;

/** A `WebAssembly.Instance`: a module bound to a memory. */
export interface WasmInstance {
  readonly exports: Readonly<Record<string, (...args: number[]) => number>>;
}

export const webAssembly: WebAssemblyGlobal = (globalThis as unknown as { WebAssembly: WebAssemblyGlobal })
  .WebAssembly;
