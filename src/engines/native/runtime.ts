import { MinibatchError } from '../../errors.js';
import { system } from '../../platform/environment.js';
import { type Api, type Handle, makeApi } from './api.js';
import { loadLibrary } from './library.js';

/** ONNX Runtime, started. */
export interface Runtime {
  readonly api: Api;
  readonly version: string;
  readonly env: Handle;
  /** Says that tensors lie in ordinary memory. */
  readonly memoryInfo: Handle;
  /** Whether runs can leave the calling thread. */
  readonly asynchronous: boolean;
}

/** Only what ends the process: errors reach the user as exceptions, and a library does not print. */
const fatal = 4;

let started: Runtime | undefined;

/** Starts ONNX Runtime once per thread. @throws MinibatchError where it cannot be had, saying why. */
export function runtime(): Runtime {
  started ??= start();
  return started;
}

function start(): Runtime {
  const library = loadLibrary();
  if (typeof library === 'string') {
    const fix = 'Install koffi and onnxruntime-node, or choose the engine web.';
    throw new MinibatchError(`native engine: expected ONNX Runtime, got none: ${library}. ${fix}`);
  }
  const api = makeApi(library, system().platform);
  const { version, asynchronous } = library;
  const env = api.createEnv(fatal, 'minibatch');
  return { api, version, asynchronous, env, memoryInfo: api.createCpuMemoryInfo() };
}
