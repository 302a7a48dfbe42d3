import type * as Koffi from 'koffi';
import { system } from '../../platform/environment.js';
import { filesIn, loadPackage, packageFolder } from '../../platform/packages.js';

/** ONNX Runtime's shared library, loaded, and koffi, which calls it. */
export interface NativeLibrary {
  readonly koffi: typeof Koffi;
  /** Addresses of the functions of `OrtApi`, by index. */
  readonly functions: readonly bigint[];
  /** ONNX Runtime's version: `1.30.0`. */
  readonly version: string;
  /**
   * Whether koffi's asynchronous calls have the stack that ONNX Runtime needs. They have not if other code loaded a library
   * by koffi before, which fixes koffi's settings.
   */
  readonly asynchronous: boolean;
}

/** koffi's default of 128 KiB crashes ONNX Runtime. */
const stackBytes = 4 << 20;
/** The version of the C API: a table that later versions only append to, so an index is for ever; we need
 * the first `functionCount`. */
const apiVersion = 18;
const functionCount = 143;

/**
 * Never let go: koffi unloads a library when its object is collected, while functions and sessions still need it. Kept by
 * the global object because a module can be collected as well.
 */
const held = Symbol('minibatch.library');
let loaded: NativeLibrary | string | undefined;

/**
 * ONNX Runtime's C API, from the shared library that the package onnxruntime-node ships; a sentence that says why not where
 * it cannot be had. Looked for once per thread.
 */
export function loadLibrary(): NativeLibrary | string {
  loaded ??= load();
  return loaded;
}

/** The library's file for a system, among the files of a folder; undefined if none of them is it. */
export function chooseLibrary(files: readonly string[], platform: string): string | undefined {
  const pattern =
    platform === 'win32'
      ? /[\\/]onnxruntime\.dll$/
      : platform === 'darwin'
        ? /[\\/]libonnxruntime(\.\d+)*\.dylib$/
        : /[\\/]libonnxruntime\.so(\.\d+)*$/;
  // Of one library under several names, the shortest is the one that other libraries ask for.
  return files.filter((file) => pattern.test(file)).sort((a, b) => a.length - b.length)[0];
}

function load(): NativeLibrary | string {
  let koffi: typeof Koffi;
  try {
    koffi = loadPackage('koffi') as typeof Koffi;
  } catch (error) {
    return `the package koffi cannot be loaded (${firstLine(error)})`;
  }
  const file = findLibrary();
  if (file.path === undefined) return file.reason;
  const asynchronous = raiseStack(koffi);
  try {
    const library = koffi.load(file.path);
    Object.defineProperty(globalThis, held, { value: library });
    const base = library.func('OrtGetApiBase', 'void *', [])();
    const [getApi, getVersion] = koffi.decode(base, koffi.array('void *', 2)) as bigint[];
    const version = koffi.decode(getVersion, koffi.proto('str', []))() as string;
    const api = koffi.decode(getApi, koffi.proto('void *', ['uint32']))(apiVersion) as bigint | null;
    if (!api) return `ONNX Runtime ${version} does not speak version ${apiVersion} of its C API`;
    const functions = koffi.decode(api, koffi.array('void *', functionCount)) as bigint[];
    return { koffi, functions, version, asynchronous };
  } catch (error) {
    return `${file.path} cannot be loaded (${firstLine(error)})`;
  }
}

function findLibrary(): { path: string } | { path?: undefined; reason: string } {
  const folder = packageFolder('onnxruntime-node');
  if (folder === undefined) {
    // Its install script wants a CUDA library from a feed that many networks do not reach; npm then leaves the package out.
    const fix = 'ONNXRUNTIME_NODE_INSTALL=skip npm install onnxruntime-node installs it';
    return { reason: `the package onnxruntime-node is not installed (${fix})` };
  }
  const { platform, architecture } = system();
  // bin/napi-v6/linux/x64/…: the newest binding's folder, whatever its number.
  const bindings = filesIn(`${folder}/bin`).filter((path) => /napi-v\d+$/.test(path));
  const number = (path: string) => Number(path.match(/\d+$/)?.[0]);
  for (const binding of bindings.sort((a, b) => number(b) - number(a))) {
    const path = chooseLibrary(filesIn(`${binding}/${platform}/${architecture}`), platform);
    if (path !== undefined) return { path };
  }
  return { reason: `the package onnxruntime-node has no library for ${platform} ${architecture}` };
}

/** Gives asynchronous calls a larger stack, once; false if koffi refuses because it already has a library. */
function raiseStack(koffi: typeof Koffi): boolean {
  if ((koffi.config().async_stack_size ?? 0) >= stackBytes) return true;
  try {
    koffi.config({ async_stack_size: stackBytes });
    return true;
  } catch {
    return false;
  }
}

function firstLine(error: unknown): string {
  return String(error instanceof Error ? error.message : error).split('\n')[0];
}
