import { showShape, type TypedArray } from '../array/ndarray.js';
import { ShapeError } from '../errors.js';
import { resolveShape } from '../graph/dim.js';
import { type Graph, type NamedTensor, nodesOf } from '../graph/graph.js';
import type { Value } from '../graph/op.js';
import type { Tensor } from '../graph/tensor.js';
import { checkBuffers } from './check-buffers.js';
import type { Buffer, Buffers, Engine } from './engine.js';

/**
 * The definition of what a graph computes: each op's own kernel, one after the other, in float64. Slow on purpose and obvious;
 * the other engines are tested against it, and gradients are checked on it. A float32 tensor may also be bound to a
 * Float64Array: then nothing is rounded on the way in or out.
 */
export const referenceEngine: Engine = {
  name: 'reference',
  compile: (graph) => ({
    bind: (buffers) => {
      const { inputs, outputs } = graph;
      checkBuffers(
        { inputs: signature(inputs, buffers.inputs), outputs: signature(outputs, buffers.outputs) },
        buffers,
      );
      const run = () => evaluate(graph, buffers);
      return { run, runAsync: async () => run(), release() {} };
    },
    release() {},
  }),
};

/** The types of inputs or outputs, float64 where that is what they are bound to. */
function signature(entries: readonly NamedTensor[], buffers: Readonly<Record<string, Buffer>>) {
  return entries.map(({ name, tensor: { dtype, shape } }) => {
    const precise = dtype === 'float32' && buffers[name]?.data instanceof Float64Array;
    return { name, dtype: precise ? ('float64' as const) : dtype, shape };
  });
}

function evaluate(graph: Graph, { inputs, outputs }: Buffers): void {
  const sizes: Record<string, number> = {};
  const values = new Map<Tensor, Value>();
  for (const { name, tensor } of graph.inputs) {
    const { data, shape } = inputs[name];
    matchShape(`${graph.name}: input ${name}`, tensor, shape, sizes);
    values.set(tensor, { data: Float64Array.from<number | bigint>(data, Number), shape });
  }
  for (const node of nodesOf(graph.outputs.map((output) => output.tensor))) {
    if (node.outputs.every((output) => values.has(output))) continue;
    const types = node.outputs.map(({ shape, dtype }) => ({ shape: resolveShape(shape, sizes), dtype }));
    const operands = node.inputs.map((input) => values.get(input)!);
    node.op.kernel(operands, node.attributes, types).forEach((data, i) => {
      values.set(node.outputs[i], { data, shape: types[i].shape });
    });
  }
  for (const { name, tensor } of graph.outputs) {
    const target = outputs[name];
    matchShape(`${graph.name}: output ${name}`, tensor, target.shape, sizes);
    write(values.get(tensor)!.data, target.data);
  }
}

/** Learns the sizes of symbols from a concrete shape, and refuses one that does not fit. */
function matchShape(
  where: string,
  tensor: Tensor,
  shape: readonly number[],
  sizes: Record<string, number>,
): void {
  const fits =
    shape.length === tensor.shape.length &&
    tensor.shape.every((dim, axis) => {
      if (typeof dim === 'string' && !dim.includes('*')) sizes[dim] ??= shape[axis];
      return resolveShape([dim], sizes)[0] === shape[axis];
    });
  if (!fits) throw new ShapeError(where, `the shape ${showShape(tensor.shape)}`, showShape(shape));
}

function write(from: Float64Array, to: TypedArray): void {
  if (to instanceof BigInt64Array) to.set(BigInt64Array.from(from, BigInt));
  else to.set(from);
}
