import { type WasmModule, webAssembly } from '../../platform/webassembly.js';

const modules = new Map<string, WasmModule>();

/**
 * Compiles the bytes of a module, or finds the module of the same bytes. The loops' modules are a few kilobytes, small enough for
 * compiling without a promise everywhere.
 */
export function compileModule(bytes: Uint8Array<ArrayBuffer>): WasmModule {
  const key = String.fromCharCode(...bytes);
  const module = modules.get(key) ?? new webAssembly.Module(bytes);
  modules.set(key, module);
  return module;
}
