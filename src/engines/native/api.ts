import { MinibatchError } from '../../errors.js';
import type { NativeLibrary } from './library.js';

/** The address of something that ONNX Runtime owns. */
export type Handle = bigint;

/** An address as the hot calls take it: a number where that is exact, because koffi converts those faster. */
export type FastHandle = number | bigint;

/** What every function that can fail answers: null, or the address of an `OrtStatus` that we must release. */
type Status = bigint | null;

/** The part of ONNX Runtime's C API that Minibatch uses. Every failure is thrown as a MinibatchError with its message. */
export interface Api {
  createEnv(logLevel: number, name: string): Handle;
  createSessionOptions(): Handle;
  setThreads(options: Handle, threads: number): void;
  setOptimizationLevel(options: Handle, level: 0 | 1 | 2 | 99): void;
  disableMemoryPattern(options: Handle): void;
  setConfig(options: Handle, key: string, value: string): void;
  enableProfiling(options: Handle, prefix: string): void;
  endProfiling(session: Handle): string;
  createSession(env: Handle, bytes: Uint8Array, options: Handle): Handle;
  createCpuMemoryInfo(): Handle;
  /** A tensor over memory that stays the caller's. */
  createTensor(info: Handle, data: ArrayBufferView, shape: readonly number[], type: number): Handle;
  createBinding(session: Handle): Handle;
  bindInput(binding: Handle, name: string, value: Handle): void;
  bindOutput(binding: Handle, name: string, value: Handle): void;
  createRunOptions(): Handle;
  /** Makes the run that uses the options stop before its next node. */
  setTerminate(options: Handle): void;
  unsetTerminate(options: Handle): void;
  /** Runs on this thread. */
  run(session: FastHandle, options: FastHandle, binding: FastHandle): void;
  /** Runs on a thread of libuv's pool. */
  runAsync(session: FastHandle, options: FastHandle, binding: FastHandle): Promise<void>;
  release(kind: ReleaseKind, handle: Handle): void;
}

const releaseIndex = {
  env: 92,
  memoryInfo: 94,
  session: 95,
  value: 96,
  runOptions: 97,
  sessionOptions: 100,
  binding: 135,
} as const;

export type ReleaseKind = keyof typeof releaseIndex;

/** An address for the hot calls. */
export function fast(handle: Handle): FastHandle {
  const number = Number(handle);
  return Number.isSafeInteger(number) ? number : handle;
}

/** Gives the functions of the table their types and checks every status. */
export function makeApi({ koffi, functions }: NativeLibrary, platform: string): Api {
  const declare = (index: number, result: string, parameters: string[]) =>
    koffi.decode(functions[index], koffi.proto(result, parameters));
  const message = declare(2, 'str', ['void *']) as (status: bigint) => string;
  const releaseStatus = declare(93, 'void', ['void *']) as (status: bigint) => void;
  const fail = (status: bigint): never => {
    const text = message(status);
    releaseStatus(status);
    throw new MinibatchError(`ONNX Runtime: ${text}`);
  };
  const checked = (index: number, parameters: string[]) => {
    const call = declare(index, 'void *', parameters) as (...args: unknown[]) => Status;
    return (...args: unknown[]): void => {
      const status = call(...args);
      if (status) fail(status);
    };
  };
  /** For functions whose last parameter receives an address. */
  const made = (index: number, parameters: string[]) => {
    const call = checked(index, [...parameters, 'void *']);
    return (...args: unknown[]): Handle => {
      const result = new BigUint64Array(1);
      call(...args, result);
      return result[0];
    };
  };
  const path = platform === 'win32' ? 'str16' : 'str';
  const allocator = made(78, []);
  const freeMemory = checked(76, ['void *', 'void *']);
  const endProfiling = made(110, ['void *', 'void *']);
  const createSession = made(8, ['void *', 'void *', 'size_t', 'void *']);
  const createCpuMemoryInfo = made(69, ['int', 'int']);
  const createTensor = made(49, ['void *', 'void *', 'size_t', 'void *', 'size_t', 'int']);
  const releases = new Map<ReleaseKind, (handle: Handle) => void>();
  for (const [kind, index] of Object.entries(releaseIndex)) {
    releases.set(kind as ReleaseKind, declare(index, 'void', ['void *']) as (handle: Handle) => void);
  }
  // Addresses as plain integers, also of the status: a run is called a hundred thousand times a second.
  const run = declare(133, 'intptr_t', ['intptr_t', 'intptr_t', 'intptr_t']);
  return {
    createEnv: made(3, ['int', 'str']),
    createSessionOptions: made(10, []),
    setThreads: checked(24, ['void *', 'int']),
    setOptimizationLevel: checked(23, ['void *', 'int']),
    disableMemoryPattern: checked(17, ['void *']),
    setConfig: checked(130, ['void *', 'str', 'str']),
    enableProfiling: checked(14, ['void *', path]),
    endProfiling(session) {
      const owner = allocator();
      const name = endProfiling(session, owner);
      const text = koffi.decode.string(name);
      freeMemory(owner, name);
      return text;
    },
    createSession: (env, bytes, options) => createSession(env, bytes, bytes.length, options),
    // An arena or device allocator (0 or 1) and the default kind of memory: only a description, it allocates nothing.
    createCpuMemoryInfo: () => createCpuMemoryInfo(0, 0),
    createTensor: (info, data, shape, type) =>
      createTensor(info, data, data.byteLength, BigInt64Array.from(shape, BigInt), shape.length, type),
    createBinding: made(134, ['void *']),
    bindInput: checked(136, ['void *', 'str', 'void *']),
    bindOutput: checked(137, ['void *', 'str', 'void *']),
    createRunOptions: made(39, []),
    setTerminate: checked(46, ['void *']),
    unsetTerminate: checked(47, ['void *']),
    run(session, options, binding) {
      const status = run(session, options, binding) as FastHandle;
      if (status) fail(BigInt(status));
    },
    runAsync: (session, options, binding) =>
      new Promise((resolve, reject) => {
        run.async(session, options, binding, (error: unknown, status: FastHandle) => {
          if (error) return reject(error);
          if (!status) return resolve();
          try {
            fail(BigInt(status));
          } catch (failure) {
            reject(failure);
          }
        });
      }),
    release: (kind, handle) => releases.get(kind)?.(handle),
  };
}
