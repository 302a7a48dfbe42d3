import { MinibatchError, ValueError } from '../../errors.js';
import { dataTypeCodes } from '../../onnx/data-types.js';
import type { OnnxValueInfo } from '../../onnx/model.js';
import { checkBuffers, type Signature } from '../check-buffers.js';
import type { Buffer } from '../engine.js';
import type { Handle } from './api.js';
import { NativeBinding } from './binding.js';
import { requireFixedMemory } from './fixed-memory.js';
import { type Runtime, runtime } from './runtime.js';

export interface SessionOptions extends Signature {
  /**
   * Threads inside one run.
   * @default 1
   */
  threads?: number;
  /**
   * Whether these threads spin while they wait: fast on a quiet machine, very slow where another process wants a core.
   * @default false
   */
  spinning?: boolean;
  /** Writes the time of every node as a Chrome trace to a file whose name begins so, when the session is released. */
  profile?: string;
}

/** A model that ONNX Runtime has prepared, and the buffers' types that go with it. */
export class NativeSession {
  readonly #runtime: Runtime;
  readonly #handle: Handle;
  readonly #signature: Signature;
  /** Bindings that use the handle, and this object itself until it is released. */
  #users = 1;
  #released = false;

  /** @param bytes An encoded model. @throws MinibatchError with ONNX Runtime's message if it does not take the model. */
  constructor(bytes: Uint8Array, options: SessionOptions) {
    const { threads = 1, spinning = false, profile } = options;
    if (!Number.isInteger(threads) || threads < 1) {
      throw new ValueError('native engine: threads', 'a whole number of 1 or more', `${threads}`);
    }
    refusePassedThrough(options);
    this.#signature = { inputs: options.inputs, outputs: options.outputs };
    this.#runtime = runtime();
    const { api, env } = this.#runtime;
    const settings = api.createSessionOptions();
    try {
      api.setThreads(settings, threads);
      api.setOptimizationLevel(settings, 99);
      // A memory pattern is kept for every set of shapes that was ever run, and is no faster here: each batch size would
      // leave one behind.
      api.disableMemoryPattern(settings);
      api.setConfig(settings, 'session.intra_op.allow_spinning', spinning ? '1' : '0');
      // Not session.set_denormal_as_zero: it switches the calling thread's arithmetic for good, so that in JavaScript
      // 1e-310 becomes 0, and only for the first session of a process.
      if (profile !== undefined) api.enableProfiling(settings, profile);
      this.#handle = api.createSession(env, bytes, settings);
    } finally {
      api.release('sessionOptions', settings);
    }
  }

  /**
   * Fixes which memory a run reads and writes. The memory stays reachable as long as the binding is.
   *
   * @throws ValueError, ShapeError or UnknownNameError for buffers that do not fit the signature or can move.
   */
  bind(inputs: Readonly<Record<string, Buffer>>, outputs: Readonly<Record<string, Buffer>>): NativeBinding {
    if (this.#released)
      throw new MinibatchError('bind: expected a session in use, got one that was released.');
    const signature = this.#signature;
    checkBuffers(signature, { inputs, outputs });
    for (const { name } of signature.inputs) requireFixedMemory(`bind: input '${name}'`, inputs[name].data);
    for (const { name } of signature.outputs)
      requireFixedMemory(`bind: output '${name}'`, outputs[name].data);
    const { api } = this.#runtime;
    const binding = api.createBinding(this.#handle);
    try {
      for (const value of signature.inputs) this.#bindOne(binding, 'bindInput', value, inputs[value.name]);
      for (const value of signature.outputs) this.#bindOne(binding, 'bindOutput', value, outputs[value.name]);
    } catch (error) {
      api.release('binding', binding);
      throw error;
    }
    this.#users++;
    const memory = [...Object.values(inputs), ...Object.values(outputs)].map(({ data }) => data);
    return new NativeBinding(this.#runtime, this.#handle, binding, memory, () => this.#drop());
  }

  /** Ends profiling and names the file that holds the trace. */
  endProfiling(): string {
    return this.#runtime.api.endProfiling(this.#handle);
  }

  /** Frees the model as soon as its last binding is released. */
  release(): void {
    if (this.#released) return;
    this.#released = true;
    this.#drop();
  }

  #drop(): void {
    if (--this.#users === 0) this.#runtime.api.release('session', this.#handle);
  }

  #bindOne(
    binding: Handle,
    bind: 'bindInput' | 'bindOutput',
    value: OnnxValueInfo,
    { data, shape }: Buffer,
  ): void {
    const { api, memoryInfo } = this.#runtime;
    const tensor = api.createTensor(memoryInfo, data, shape, dataTypeCodes[value.dtype]);
    try {
      api[bind](binding, value.name, tensor);
    } finally {
      // The binding keeps its own reference.
      api.release('value', tensor);
    }
  }
}

/** ONNX Runtime leaves the buffer of an output untouched that is an input under the same name. */
function refusePassedThrough({ inputs, outputs }: Signature): void {
  const names = new Set(inputs.map(({ name }) => name));
  const both = outputs.find(({ name }) => names.has(name));
  if (both !== undefined) {
    throw new ValueError(
      'native engine',
      'outputs that are no inputs',
      `'${both.name}' as both`,
      'Pass the value through an Identity.',
    );
  }
}

/** Makes an encoded model ready to run on ONNX Runtime's C API. */
export function createSession(bytes: Uint8Array, options: SessionOptions): NativeSession {
  return new NativeSession(bytes, options);
}
