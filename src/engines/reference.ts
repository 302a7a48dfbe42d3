import { type DType, showShape, sizeOf, type TypedArray } from '../array/ndarray.js';
import { ShapeError } from '../errors.js';
import { resolveShape, type SymbolSizes } from '../graph/dim.js';
import { type Graph, nodesOf } from '../graph/graph.js';
import type { Value } from '../graph/op.js';
import type { Tensor } from '../graph/tensor.js';
import type { Buffers, Engine } from './engine.js';

/**
 * The definition of what a graph computes: each op's own kernel, one after the other, in float64. Slow on purpose and obvious;
 * the other engines are tested against it, and gradients are checked on it.
 */
export const referenceEngine: Engine = {
  name: 'reference',
  compile: (graph) => ({
    bind: (buffers) => {
      const run = () => {
        evaluate(graph, buffers);
      };
      return { run, runAsync: async () => run(), release() {} };
    },
    release() {},
  }),
};

function evaluate(graph: Graph, { inputs, outputs }: Buffers): void {
  const sizes: Record<string, number> = {};
  const values = new Map<Tensor, Value>();
  for (const { name, tensor } of graph.inputs) {
    const { data, shape } = inputs[name];
    matchShape(`${graph.name}: input ${name}`, tensor, shape, sizes);
    values.set(tensor, { data: Float64Array.from(data, Number), shape });
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
    write(values.get(tensor)!.data, target.data, tensor.dtype);
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
      return resolveShape([dim], sizes as SymbolSizes)[0] === shape[axis];
    });
  if (!fits) throw new ShapeError(where, `the shape ${showShape(tensor.shape)}`, showShape(shape));
}

function write(from: Float64Array, to: TypedArray, dtype: DType): void {
  if (to.length < sizeOf([from.length])) {
    throw new ShapeError(
      'reference engine',
      `room for ${from.length} elements of ${dtype}`,
      String(to.length),
    );
  }
  if (to instanceof BigInt64Array) to.set(BigInt64Array.from(from, BigInt));
  else to.set(from);
}
