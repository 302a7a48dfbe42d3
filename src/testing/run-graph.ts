import { bytesOf, type DType, sizeOf, type TypedArray, view } from '../array/ndarray.js';
import type { Buffer, CompileOptions, Engine } from '../engines/engine.js';
import { resolveShape } from '../graph/dim.js';
import type { Graph, NamedTensor } from '../graph/graph.js';
import { webAssembly } from '../platform/webassembly.js';

/** Elements and their shape, in the dtype that the graph's input of this name has. */
export interface HostArray {
  data: TypedArray | readonly number[];
  shape: readonly number[];
}

export type HostArrays = Readonly<Record<string, HostArray>>;

/** A graph made ready on one engine, for tests: arrays in, arrays out, memory looked after. */
export interface Prepared {
  run(inputs: HostArrays): Promise<Record<string, { data: Float64Array; shape: readonly number[] }>>;
  release(): void;
}

/**
 * Makes a graph ready on an engine. Results are float64 whatever the dtype; the reference engine also takes its floats in
 * float64, so that central differences of its results mean something.
 */
export async function prepare(engine: Engine, graph: Graph, options?: CompileOptions): Promise<Prepared> {
  const program = await engine.compile(graph, options);
  const precise = engine.name === 'reference';
  return {
    async run(given) {
      const sizes: Record<string, number> = {};
      for (const { name, tensor } of graph.inputs) {
        if (given[name] === undefined) throw new Error(`prepare: no value for the input ${name}`);
        tensor.shape.forEach((dim, axis) => {
          if (typeof dim === 'string' && !dim.includes('*')) sizes[dim] = given[name].shape[axis];
        });
      }
      const shapes = new Map<NamedTensor, readonly number[]>();
      for (const entry of graph.inputs) shapes.set(entry, given[entry.name].shape);
      for (const entry of graph.outputs) shapes.set(entry, resolveShape(entry.tensor.shape, sizes));
      const dtypeOf = ({ tensor: { dtype } }: NamedTensor): DType =>
        precise && dtype === 'float32' ? 'float64' : dtype;
      const place = placesFor([...shapes].map(([entry, shape]) => sizeOf(shape) * bytesOf(dtypeOf(entry))));
      const buffer = (entry: NamedTensor): Buffer => {
        const shape = shapes.get(entry)!;
        return { data: place(dtypeOf(entry), sizeOf(shape)), shape };
      };
      const inputs = Object.fromEntries(graph.inputs.map((entry) => [entry.name, buffer(entry)]));
      const outputs = Object.fromEntries(graph.outputs.map((entry) => [entry.name, buffer(entry)]));
      for (const [name, { data }] of Object.entries(inputs)) copy(given[name].data, data);
      const binding = program.bind({ inputs, outputs });
      await binding.run();
      const results = Object.entries(outputs).map(
        ([name, { data, shape }]) => [name, { data: Float64Array.from(data, Number), shape }] as const,
      );
      binding.release();
      return Object.fromEntries(results);
    },
    release: () => program.release(),
  };
}

/** Runs a graph once on an engine. */
export async function runGraph(
  engine: Engine,
  graph: Graph,
  inputs: HostArrays,
): Promise<Record<string, { data: Float64Array; shape: readonly number[] }>> {
  const prepared = await prepare(engine, graph);
  try {
    return await prepared.run(inputs);
  } finally {
    prepared.release();
  }
}

/** Gives out places in one memory that never moves, 64 bytes aligned; engines may keep their addresses. */
function placesFor(bytes: readonly number[]) {
  const aligned = (count: number) => Math.ceil(count / 64) * 64;
  const pages = Math.ceil(bytes.reduce((sum, count) => sum + aligned(count), 64) / 65536);
  const { buffer } = new webAssembly.Memory({ initial: pages, maximum: pages });
  let next = 0;
  return (dtype: DType, length: number): TypedArray => {
    const start = next;
    next += aligned(length * bytesOf(dtype));
    return view(dtype, buffer as ArrayBuffer, start, length);
  };
}

function copy(from: HostArray['data'], to: TypedArray) {
  for (let i = 0; i < to.length; i++) to[i] = to instanceof BigInt64Array ? BigInt(from[i]) : Number(from[i]);
}
