import type { TypedArray } from '../../array/ndarray.js';
import { MinibatchError } from '../../errors.js';
import type { Binding } from '../engine.js';
import { type FastHandle, fast, type Handle } from './api.js';
import { isDetached } from './fixed-memory.js';
import type { Runtime } from './runtime.js';

/** A session and the memory that its runs read and write. One run at a time: for several, make several bindings. */
export class NativeBinding implements Binding {
  readonly #runtime: Runtime;
  readonly #session: FastHandle;
  readonly #binding: FastHandle;
  readonly #owned: Handle;
  readonly #released: () => void;
  /** Keeps the arrays, and so their memory, reachable. */
  readonly memory: readonly TypedArray[];
  /** Buffers that could still be detached behind our back. */
  readonly #detachable: readonly ArrayBufferLike[];
  #runOptions: Handle | undefined;
  #state: 'ready' | 'running' | 'stopping' | 'released' = 'ready';
  #releaseAfterRun = false;

  constructor(
    runtime: Runtime,
    session: Handle,
    binding: Handle,
    memory: readonly TypedArray[],
    released: () => void,
  ) {
    this.#runtime = runtime;
    this.#session = fast(session);
    this.#binding = fast(binding);
    this.#owned = binding;
    this.#released = released;
    this.memory = memory;
    const buffers = new Set(memory.map(({ buffer }) => buffer));
    this.#detachable = [...buffers].filter((buffer) => !(buffer instanceof SharedArrayBuffer));
  }

  /** Whether an asynchronous run is under way. */
  get running(): boolean {
    return this.#state === 'running' || this.#state === 'stopping';
  }

  run(): void {
    if (this.#state !== 'ready') this.#refuse();
    if (this.#detachable.length > 0) this.#requireAttached();
    this.#runtime.api.run(this.#session, 0, this.#binding);
  }

  async runAsync(): Promise<void> {
    // Where koffi's asynchronous calls would crash, the promise is the only asynchronous thing.
    if (!this.#runtime.asynchronous) return this.run();
    if (this.#state !== 'ready') this.#refuse();
    this.#requireAttached();
    const { api } = this.#runtime;
    this.#runOptions ??= api.createRunOptions();
    this.#state = 'running';
    try {
      await api.runAsync(this.#session, fast(this.#runOptions), this.#binding);
    } catch (error) {
      if (!this.#isStopping()) throw error;
      throw new MinibatchError('run: expected to reach the end, got stopped by terminate().');
    } finally {
      if (this.#isStopping()) api.unsetTerminate(this.#runOptions);
      this.#state = 'ready';
      if (this.#releaseAfterRun) this.#free();
    }
  }

  /** Stops an asynchronous run before its next node: its promise is rejected. Does nothing if none is under way. */
  terminate(): void {
    if (this.#state !== 'running' || this.#runOptions === undefined) return;
    this.#state = 'stopping';
    this.#runtime.api.setTerminate(this.#runOptions);
  }

  /** Frees the binding, after the run that may be under way. */
  release(): void {
    if (this.running) this.#releaseAfterRun = true;
    else if (this.#state === 'ready') this.#free();
  }

  #free(): void {
    this.#state = 'released';
    const { api } = this.#runtime;
    api.release('binding', this.#owned);
    if (this.#runOptions !== undefined) api.release('runOptions', this.#runOptions);
    this.#released();
  }

  /** A method, because the compiler does not know that the state changes during an `await`. */
  #isStopping(): boolean {
    return this.#state === 'stopping';
  }

  #requireAttached(): void {
    for (const buffer of this.#detachable) {
      if (buffer.byteLength === 0 && isDetached(buffer)) {
        throw new MinibatchError(
          'run: expected the bound memory, got a detached buffer. Never grow or transfer it while it is bound.',
        );
      }
    }
  }

  #refuse(): never {
    throw new MinibatchError(
      this.#state === 'released'
        ? 'run: expected a binding in use, got one that was released.'
        : 'run: expected a binding at rest, got one whose run is under way. Make a binding for each lane.',
    );
  }
}
