import { bytesOf, type DType, sizeOf, type TypedArray, view } from '../array/ndarray.js';
import { createMemory } from '../engines/arena.js';
import type { Buffer, CompileOptions, Engine } from '../engines/engine.js';
import { resolveShape, type SymbolSizes } from '../graph/dim.js';
import type { Graph, NamedTensor } from '../graph/graph.js';

/** Elements and their shape, in the dtype that the graph's input of this name has. */
export interface HostArray {
  data: TypedArray | readonly number[];
  shape: readonly number[];
}

export type HostArrays = Readonly<Record<string, HostArray>>;

/** Results as float64, whatever the dtype. */
export type Results = Record<string, { data: Float64Array; shape: readonly number[] }>;

/** A graph made ready on one engine, for tests: arrays in, arrays out, memory looked after. */
export interface Prepared {
  run(inputs: HostArrays): Promise<Results>;
  release(): void;
}

/** Makes a graph ready on an engine. Each run has its own binding, in memory that never moves. */
export async function prepare(engine: Engine, graph: Graph, options?: CompileOptions): Promise<Prepared> {
  const program = await engine.compile(graph, options);
  return {
    async run(given) {
      const buffers = allocateBuffers(graph, symbolSizes(graph, given), engine.name === 'reference');
      for (const [name, { data }] of Object.entries(buffers.inputs)) fill(data, given[name].data);
      const binding = program.bind(buffers);
      try {
        await binding.run();
        return results(buffers.outputs);
      } finally {
        binding.release();
      }
    },
    release: () => program.release(),
  };
}

/** Runs a graph once on an engine. */
export async function runGraph(engine: Engine, graph: Graph, inputs: HostArrays): Promise<Results> {
  const prepared = await prepare(engine, graph);
  try {
    return await prepared.run(inputs);
  } finally {
    prepared.release();
  }
}

/**
 * Zeroed buffers for all inputs and outputs of a graph, in one memory that never moves.
 *
 * @param precise Whether float32 is held in float64: only for the reference engine, where central differences need it.
 */
export function allocateBuffers(
  graph: Graph,
  sizes: SymbolSizes,
  precise = false,
): { inputs: Record<string, Buffer>; outputs: Record<string, Buffer> } {
  const typeOf = ({ tensor: { dtype } }: NamedTensor): DType =>
    precise && dtype === 'float32' ? 'float64' : dtype;
  const lengthOf = ({ tensor }: NamedTensor) => sizeOf(resolveShape(tensor.shape, sizes));
  const aligned = (bytes: number) => Math.ceil(bytes / 64) * 64;
  const all = [...graph.inputs, ...graph.outputs];
  const total = all.reduce((sum, entry) => sum + aligned(lengthOf(entry) * bytesOf(typeOf(entry))), 64);
  const { buffer } = createMemory(total);
  let next = 0;
  const place = (entry: NamedTensor): [string, Buffer] => {
    const data = view(typeOf(entry), buffer, next, lengthOf(entry));
    next += aligned(data.byteLength);
    return [entry.name, { data, shape: resolveShape(entry.tensor.shape, sizes) }];
  };
  return {
    inputs: Object.fromEntries(graph.inputs.map(place)),
    outputs: Object.fromEntries(graph.outputs.map(place)),
  };
}

/** What the symbols stand for in given arrays. */
function symbolSizes(graph: Graph, given: HostArrays): SymbolSizes {
  const sizes: Record<string, number> = {};
  for (const { name, tensor } of graph.inputs) {
    if (given[name] === undefined) throw new Error(`prepare: no value for the input ${name}`);
    tensor.shape.forEach((dim, axis) => {
      if (typeof dim === 'string' && !dim.includes('*')) sizes[dim] = given[name].shape[axis];
    });
  }
  return sizes;
}

/** Copies elements into a buffer. */
export function fill(to: TypedArray, from: HostArray['data']): void {
  for (let i = 0; i < to.length; i++) {
    to[i] = to instanceof BigInt64Array ? BigInt(from[i]) : Number(from[i]);
  }
}

function results(outputs: Readonly<Record<string, Buffer>>): Results {
  const entries = Object.entries(outputs).map(([name, { data, shape }]) => {
    return [name, { data: Float64Array.from<number | bigint>(data, Number), shape }] as const;
  });
  return Object.fromEntries(entries);
}
