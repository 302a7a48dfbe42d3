import { allocate, sizeOf, type TypedArray } from '../array/ndarray.js';
import { isStatic } from './dim.js';
import { type Graph, nodesOf } from './graph.js';
import { constantOf, constantValue } from './leaf.js';
import { makeNode, type Node, type Tensor } from './tensor.js';

/** Constants up to this many elements are computed when the graph is made, and equal ones merged. */
const foldLimit = 4096;

/**
 * The same graph with less work in it: what is constant is computed now, what is computed twice is computed once, each op's
 * own shorter spellings are used (transposes folded into products, stretching left to the elementwise op that follows), and
 * what no output needs is gone. Numbers change by rounding at most.
 */
export function simplify(graph: Graph): Graph {
  const replaced = new Map<Tensor, Tensor>();
  const known = new Map<string, Node>();
  const kept = graph.inputs.map((input) => input.tensor);
  for (const tensor of kept) replaced.set(tensor, tensor);

  for (const node of nodesOf(graph.outputs.map((output) => output.tensor))) {
    const inputs = node.inputs.map((input) => replaced.get(input)!);
    node.outputs.forEach((output, index) => {
      if (!replaced.has(output))
        replaced.set(output, shorter(unique(node, inputs, known).outputs[index], known));
    });
  }
  return {
    ...graph,
    outputs: graph.outputs.map(({ name, tensor }) => ({ name, tensor: replaced.get(tensor)! })),
  };
}

/** A tensor that stands for `tensor` after constant folding and its op's own rule, as often as they apply. */
function shorter(tensor: Tensor, known: Map<string, Node>): Tensor {
  let current = tensor;
  for (;;) {
    const { op, inputs, attributes, outputs } = current.node;
    const folded = fold(current);
    if (folded !== undefined) return unique(folded.node, [], known).outputs[0];
    const next = outputs.length === 1 ? op.simplify?.(inputs, attributes, outputs) : undefined;
    if (next === undefined) return current;
    current = unique(next.node, next.node.inputs, known).outputs[next.index];
  }
}

/** The value of a node whose inputs are all constants. */
function fold(tensor: Tensor): Tensor | undefined {
  const { op, inputs, attributes, outputs } = tensor.node;
  if (
    inputs.length === 0 ||
    outputs.length !== 1 ||
    !isStatic(tensor.shape) ||
    sizeOf(tensor.shape) > foldLimit
  ) {
    return undefined;
  }
  const values = inputs.map(constantValue);
  if (!values.every((value) => value !== undefined)) return undefined;
  const hosts = values.map(({ data, shape }) => ({ data: Float64Array.from(data, Number), shape }));
  const [result] = op.kernel(hosts, attributes, [{ shape: tensor.shape, dtype: tensor.dtype }]);
  const data = allocate(tensor.dtype, result.length);
  result.forEach((value, i) => {
    data[i] = data instanceof BigInt64Array ? BigInt(value) : value;
  });
  return constantOf({ dtype: tensor.dtype, shape: tensor.shape, data });
}

/** The first node made with this op, these inputs and these attributes. */
function unique(node: Node, inputs: readonly Tensor[], known: Map<string, Node>): Node {
  const key = `${node.op.name}(${inputs.map((input) => `${input.node.id}.${input.index}`).join()})${keyOf(node)}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const same = inputs.length === node.inputs.length && inputs.every((input, i) => input === node.inputs[i]);
  const made = same ? node : makeNode(node.op, inputs, node.attributes);
  known.set(key, made);
  return made;
}

function keyOf(node: Node): string {
  return JSON.stringify(node.attributes, (_, value: unknown) => {
    if (!ArrayBuffer.isView(value)) return value;
    const data = value as TypedArray;
    // A large constant is equal only to itself.
    return data.length > foldLimit ? `#${node.id}` : Array.from(data, String);
  });
}
