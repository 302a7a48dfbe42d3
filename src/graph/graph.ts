import { ValueError } from '../errors.js';
import type { Node, Tensor } from './tensor.js';

/** A whole computation: named inputs and outputs; what lies between is found by following the outputs back. */
export interface Graph {
  readonly name: string;
  readonly inputs: readonly NamedTensor[];
  readonly outputs: readonly NamedTensor[];
}

export interface NamedTensor {
  readonly name: string;
  readonly tensor: Tensor;
}

/** A graph, checked: no name twice (inputs and outputs share one space), and no input that is missing from the list. */
export function graph(name: string, inputs: readonly NamedTensor[], outputs: readonly NamedTensor[]): Graph {
  const names = new Set<string>();
  for (const { name: each } of [...inputs, ...outputs]) {
    if (names.has(each)) throw new ValueError(`graph ${name}`, 'names that differ', `'${each}' twice`);
    names.add(each);
  }
  const known = new Set(inputs.map((entry) => entry.tensor.node));
  for (const node of nodesOf(outputs.map((entry) => entry.tensor))) {
    if (node.op.name === 'input' && !known.has(node)) {
      throw new ValueError(
        `graph ${name}`,
        'every input in its list',
        `'${String(node.attributes.name)}' outside it`,
      );
    }
  }
  return { name, inputs, outputs };
}

/** The nodes that the tensors need, each after those it needs itself. */
export function nodesOf(tensors: readonly Tensor[]): Node[] {
  const found = new Set<Node>();
  const pending = tensors.map((tensor) => tensor.node);
  while (pending.length > 0) {
    const node = pending.pop()!;
    if (found.has(node)) continue;
    found.add(node);
    for (const input of node.inputs) pending.push(input.node);
  }
  return [...found].sort((a, b) => a.id - b.id);
}
