import type * as Ort from 'onnxruntime-web';
import { showShape } from '../array/ndarray.js';
import { MinibatchError, ShapeError } from '../errors.js';
import type { Graph } from '../graph/graph.js';
import { encodeModel } from '../onnx/encode.js';
import type { OnnxModel } from '../onnx/model.js';
import { toOnnx } from '../onnx/write-graph.js';
import { checkBuffers } from './check-buffers.js';
import type { Binding, Buffers, Engine, Program } from './engine.js';

/**
 * onnxruntime-web: ONNX Runtime as WebAssembly, for browsers and wherever the native library is missing. It runs on one
 * thread, which is the caller's, and copies what goes in and comes out; every run is a promise.
 */
export const webEngine: Engine = {
  name: 'web',
  threaded: false,
  compile: (graph: Graph) => compileModel(toOnnx(graph)),
};

/** Makes a model ready to run. @throws MinibatchError with ONNX Runtime's message if it does not take the model. */
export async function compileModel(model: OnnxModel): Promise<Program> {
  const ort = await load();
  const bytes = encodeModel(model);
  const session = await inTurn(() => ort.InferenceSession.create(bytes, sessionOptions)).catch(fail);
  const owner = new Owner(session);
  dropped.register(owner, session, owner);
  return {
    bind(buffers) {
      owner.requireLive('bind');
      checkBuffers(model.graph, buffers);
      return new WebBinding(ort, owner, model, buffers);
    },
    release: () => owner.release(),
  };
}

const sessionOptions: Ort.InferenceSession.SessionOptions = {
  executionProviders: ['wasm'],
  graphOptimizationLevel: 'all',
  // As in the native engine: a pattern for every batch size that was ever run would stay behind.
  enableMemPattern: false,
  logSeverityLevel: 4,
};

/** Errors reach the user as exceptions; nothing is printed. */
const runOptions: Ort.InferenceSession.RunOptions = { logSeverityLevel: 4 };

/** Programs that were dropped without `release()`. */
const dropped = new FinalizationRegistry<Ort.InferenceSession>((session) => {
  void inTurn(() => session.release()).catch(() => undefined);
});

/** A session, until it is released. Bindings hold it, so it outlives a program that was dropped before them. */
class Owner {
  #session: Ort.InferenceSession | undefined;

  constructor(session: Ort.InferenceSession) {
    this.#session = session;
  }

  requireLive(where: string): Ort.InferenceSession {
    if (this.#session !== undefined) return this.#session;
    throw new MinibatchError(`${where}: expected a program in use, got one that was released.`);
  }

  release(): void {
    const session = this.#session;
    if (session === undefined) return;
    this.#session = undefined;
    dropped.unregister(this);
    void inTurn(() => session.release()).catch(() => undefined);
  }
}

class WebBinding implements Binding {
  #released = false;

  constructor(
    readonly ort: typeof Ort,
    readonly owner: Owner,
    readonly model: OnnxModel,
    readonly buffers: Buffers,
  ) {}

  async run(): Promise<void> {
    if (this.#released) {
      throw new MinibatchError('run: expected a binding in use, got one that was released.');
    }
    const session = this.owner.requireLive('run');
    await inTurn(async () => {
      // Inputs are read when the run's turn comes, in the same turn of the event loop in which it starts.
      const feeds = this.model.graph.inputs.map(({ name, dtype }) => {
        const { data, shape } = this.buffers.inputs[name];
        return [name, new this.ort.Tensor(dtype, data as Float32Array, shape)] as const;
      });
      const results = await session.run(Object.fromEntries(feeds), runOptions).catch(fail);
      for (const { name } of this.model.graph.outputs) this.#copy(name, results[name]);
    });
  }

  runAsync(): Promise<void> {
    return this.run();
  }

  release(): void {
    this.#released = true;
  }

  #copy(name: string, result: Ort.Tensor): void {
    const { data, shape } = this.buffers.outputs[name];
    if (result.dims.length !== shape.length || result.dims.some((size, axis) => size !== shape[axis])) {
      throw new ShapeError(`run: output '${name}'`, `shape ${showShape(shape)}`, showShape(result.dims));
    }
    (data as Float32Array).set(result.data as Float32Array);
    result.dispose();
  }
}

let loading: Promise<typeof Ort> | undefined;

/** Loads the package at first use: 14 MB that nobody else should pay for. */
function load(): Promise<typeof Ort> {
  loading ??= import('onnxruntime-web').then((ort) => {
    ort.env.wasm.numThreads = 1;
    ort.env.wasm.proxy = false;
    ort.env.logLevel = 'fatal';
    return ort;
  });
  return loading;
}

let last: Promise<unknown> = Promise.resolve();

/** One thing after the other: the WebAssembly module prepares and runs one session at a time. */
function inTurn<T>(action: () => Promise<T>): Promise<T> {
  const result = last.then(action);
  last = result.catch(() => undefined);
  return result;
}

function fail(error: unknown): never {
  throw new MinibatchError(`ONNX Runtime: ${error instanceof Error ? error.message : String(error)}`);
}
