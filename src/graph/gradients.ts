import { nodesOf } from './graph.js';
import type { Node, Tensor } from './tensor.js';

/**
 * Reverse-mode differentiation: d `loss` / d each of `targets`, as tensors of the same graph.
 *
 * Walks the nodes between the targets and the loss from the last to the first, asks each op for its rule, and adds up
 * what arrives at a tensor by several ways. A target that the loss does not depend on gets undefined.
 *
 * @param options.seed d loss / d loss, of the loss's shape: ones, or whatever the loss is to be scaled by.
 * @param options.add The op that adds two gradients of one tensor (ops are above graph, so it is handed in).
 */
export function gradients(
  loss: Tensor,
  targets: readonly Tensor[],
  { seed, add }: { seed: Tensor; add: (a: Tensor, b: Tensor) => Tensor },
): (Tensor | undefined)[] {
  const nodes = nodesOf([loss]);
  const needed = nodesBetween(nodes, targets);
  const arrived = new Map<Tensor, Tensor[]>([[loss, [seed]]]);
  const total = (tensor: Tensor) => {
    const parts = arrived.get(tensor);
    if (parts === undefined) return undefined;
    const sum = parts.reduce((all, part) => add(all, part));
    arrived.set(tensor, [sum]);
    return sum;
  };
  const isTarget = new Set(targets);

  for (const node of nodes.toReversed()) {
    if (!needed.has(node) || node.op.gradient === 'zero') continue;
    const outputGradients = node.outputs.map(total);
    if (outputGradients.every((gradient) => gradient === undefined)) continue;
    const wanted = node.inputs.map((input) => isTarget.has(input) || needed.has(input.node));
    const parts = node.op.gradient({
      inputs: node.inputs,
      outputs: node.outputs,
      gradients: outputGradients,
      attributes: node.attributes,
      wanted,
    });
    parts.forEach((part, i) => {
      if (part === undefined || !wanted[i]) return;
      const input = node.inputs[i];
      const others = arrived.get(input);
      if (others === undefined) arrived.set(input, [part]);
      else others.push(part);
    });
  }
  return targets.map(total);
}

/** The nodes that depend on a target. */
function nodesBetween(nodes: readonly Node[], targets: readonly Tensor[]): Set<Node> {
  const needed = new Set<Node>();
  const sources = new Set(targets.map((target) => target.node));
  for (const node of nodes) {
    if (sources.has(node) || node.inputs.some((input) => needed.has(input.node))) needed.add(node);
  }
  return needed;
}
