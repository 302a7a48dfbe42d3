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
  const rewrite = new Rewrite();
  for (const { tensor } of graph.inputs) rewrite.keep(tensor);
  for (const node of nodesOf(graph.outputs.map((output) => output.tensor))) rewrite.visit(node);
  return {
    ...graph,
    outputs: graph.outputs.map(({ name, tensor }) => ({ name, tensor: rewrite.of(tensor) })),
  };
}

class Rewrite {
  /** The tensor that stands for each one seen; those in the new graph stand for themselves. */
  readonly #simple = new Map<Tensor, Tensor>();
  /** Nodes of the new graph by what they compute. */
  readonly #known = new Map<string, Node>();

  keep(tensor: Tensor): void {
    this.#simple.set(tensor, tensor);
  }

  /** What stands for a tensor. Its node may be new (made by an op's rule): then it is simplified first. */
  of(tensor: Tensor): Tensor {
    if (!this.#simple.has(tensor)) this.visit(tensor.node);
    return this.#simple.get(tensor)!;
  }

  visit(node: Node): void {
    if (node.outputs.every((output) => this.#simple.has(output))) return;
    const same = this.#unique(
      node,
      node.inputs.map((input) => this.of(input)),
    );
    if (!same.outputs.every((output) => this.#simple.has(output))) {
      // Before the rules, so that two that undo one another end here.
      for (const output of same.outputs) this.keep(output);
      const shorter = this.#shorter(same);
      if (shorter !== undefined) this.#simple.set(same.outputs[0], shorter);
    }
    node.outputs.forEach((output, index) => {
      this.#simple.set(output, this.#simple.get(same.outputs[index])!);
    });
  }

  /** What stands for a node of one output by constant folding or its op's own rule, if they apply. */
  #shorter(node: Node): Tensor | undefined {
    const [output] = node.outputs;
    if (node.outputs.length !== 1) return undefined;
    const next = fold(output) ?? node.op.simplify?.(node.inputs, node.attributes, node.outputs);
    return next === undefined ? undefined : this.of(next);
  }

  /** The first node made with this op, these inputs and these attributes. */
  #unique(node: Node, inputs: readonly Tensor[]): Node {
    const operands = inputs.map((input) => `${input.node.id}.${input.index}`).join();
    const key = `${node.op.name}(${operands})${keyOf(node)}`;
    const found = this.#known.get(key);
    if (found !== undefined) return found;
    const same = inputs.length === node.inputs.length && inputs.every((input, i) => input === node.inputs[i]);
    const made = same ? node : makeNode(node.op, inputs, node.attributes);
    this.#known.set(key, made);
    return made;
  }
}

/** The value of a node whose inputs are all constants. */
function fold(tensor: Tensor): Tensor | undefined {
  const { op, inputs, attributes, outputs } = tensor.node;
  if (inputs.length === 0 || outputs.length !== 1 || !isStatic(tensor.shape)) return undefined;
  const values = inputs.map(constantValue);
  if (!values.every((value) => value !== undefined)) return undefined;
  // A result larger than what it comes from is better made when it is needed.
  const largest = Math.max(...values.map(({ data }) => data.length));
  if (sizeOf(tensor.shape) > Math.min(largest, foldLimit)) return undefined;
  const hosts = values.map(({ data, shape }) => ({ data: Float64Array.from(data, Number), shape }));
  const [result] = op.kernel(hosts, attributes, [{ shape: tensor.shape, dtype: tensor.dtype }]);
  const data = allocate(tensor.dtype, result.length);
  result.forEach((value, i) => {
    data[i] = data instanceof BigInt64Array ? BigInt(value) : value;
  });
  return constantOf({ dtype: tensor.dtype, shape: tensor.shape, data });
}

function keyOf(node: Node): string {
  return JSON.stringify(node.attributes, (_, value: unknown) => {
    // JSON has no infinities and one zero.
    if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
    if (!ArrayBuffer.isView(value)) return value;
    const data = value as TypedArray;
    // A large constant is equal only to itself.
    if (data.length > foldLimit) return `#${node.id}`;
    return Array.from<number | bigint, string>(data, (each) => (Object.is(each, -0) ? '-0' : String(each)));
  });
}
