import { showShape, type TypedArray } from '../array/ndarray.js';
import { type Graph, nodesOf } from './graph.js';
import { constantValue } from './leaf.js';
import type { Node, Tensor } from './tensor.js';

/**
 * A graph as text, one line per node, for messages, docs and curious people:
 *
 *     neuron(x: float32[batch, 1], w: float32[1, 1])
 *       %0 = matmul(x, w)                    float32[batch, 1]
 *       %1 = reduceSum(%0) axes=[0, 1]       float32[]
 *     → loss: %1
 *
 * Small constants stand where they are used, large ones as their type.
 */
export function print({ name, inputs, outputs }: Graph): string {
  const names = new Map<Tensor, string>(inputs.map((input) => [input.tensor, input.name]));
  const lines: [string, string][] = [];
  let count = 0;
  for (const node of nodesOf(outputs.map((output) => output.tensor))) {
    const fixed = constantValue(node.outputs[0]);
    if (fixed !== undefined) names.set(node.outputs[0], showConstant(node.outputs[0], fixed.data));
    if (fixed !== undefined || node.op.name === 'input') continue;
    for (const output of node.outputs) names.set(output, `%${count++}`);
    const results = node.outputs.map((output) => names.get(output)).join(', ');
    const operands = node.inputs.map((input) => names.get(input)).join(', ');
    lines.push([
      `  ${results} = ${node.op.name}(${operands})${showAttributes(node)}`,
      node.outputs.map(showType).join(', '),
    ]);
  }
  const width = Math.min(52, Math.max(0, ...lines.map(([text]) => text.length)));
  return [
    `${name}(${inputs.map((input) => `${input.name}: ${showType(input.tensor)}`).join(', ')})`,
    ...lines.map(([text, type]) => `${text.padEnd(width)}  ${type}`),
    `→ ${outputs.map((output) => `${output.name}: ${names.get(output.tensor)}`).join(', ')}`,
  ].join('\n');
}

function showType({ dtype, shape }: Tensor): string {
  return `${dtype}${showShape(shape)}`;
}

function showConstant(tensor: Tensor, data: TypedArray): string {
  if (data.length > 4) return showType(tensor);
  const numbers = Array.from<number | bigint, string>(data, (value) =>
    String(Number(Number(value).toPrecision(6))),
  ).join(', ');
  return tensor.shape.length === 0 ? numbers : `[${numbers}]`;
}

function showAttributes({ attributes }: Node): string {
  const parts = Object.entries(attributes).filter(([, value]) => value !== false);
  return parts.map(([key, value]) => ` ${value === true ? key : `${key}=${showValue(value)}`}`).join('');
}

function showValue(value: unknown): string {
  return Array.isArray(value) ? showShape(value) : String(value);
}
