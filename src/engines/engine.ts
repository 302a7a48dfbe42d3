import type { TypedArray } from '../array/ndarray.js';
import type { Graph } from '../graph/graph.js';

/**
 * What runs a graph. Three exist: `native` (ONNX Runtime's C API), `web` (onnxruntime-web) and `reference`
 * (plain TypeScript in float64: the definition that the other two are tested against).
 */
export interface Engine {
  readonly name: 'native' | 'web' | 'reference';
  /** Whether a run can use several threads. */
  readonly threaded?: boolean;
  /** Makes a graph ready to run. The same program serves every size of the symbolic axes. */
  compile(graph: Graph, options?: CompileOptions): Program | Promise<Program>;
}

export interface CompileOptions {
  /** Threads inside one run. @default 1 */
  threads?: number;
  /**
   * Whether these threads spin while they wait for work: the fastest on a quiet machine, very slow where another process wants
   * their core.
   * @default false
   */
  spinning?: boolean;
}

/** A graph made ready to run. */
export interface Program {
  /**
   * Fixes which memory a run reads and writes. Memory must stay where it is: views of an arena, not small typed arrays.
   * Bindings are cheap: make one for each batch size.
   */
  bind(buffers: Buffers): Binding;
  /** Frees what the program holds outside the garbage-collected heap. Its bindings are dead afterwards. */
  release(): void;
}

/** By the graph's names: one entry for each of its inputs and each of its outputs. */
export interface Buffers {
  inputs: Readonly<Record<string, Buffer>>;
  outputs: Readonly<Record<string, Buffer>>;
}

/** Elements in memory and the concrete shape they are read in. */
export interface Buffer {
  data: TypedArray;
  shape: readonly number[];
}

export interface Binding {
  /** Reads the bound inputs as they are now, and fills the bound outputs. Returns a promise only where the engine must. */
  run(): void | Promise<void>;
  /** The same off the calling thread where the engine can: the event loop goes on during a long step. */
  runAsync(): Promise<void>;
  /** Stops a `runAsync` that is under way, which then rejects; absent where the engine cannot. */
  terminate?(): void;
  release(): void;
}
