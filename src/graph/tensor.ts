import type { DType } from '../array/ndarray.js';
import type { Dim } from './dim.js';
import type { Attributes, Op } from './op.js';

/** What is known of a tensor before a graph runs. */
export interface TensorType {
  readonly dtype: DType;
  readonly shape: readonly Dim[];
}

/** One use of an op: its inputs, its attributes, and the tensors that come out. */
export interface Node {
  /** Counts up with creation, so a smaller id never depends on a larger one. */
  readonly id: number;
  readonly op: Op;
  readonly inputs: readonly Tensor[];
  readonly attributes: Attributes;
  readonly outputs: readonly Tensor[];
}

/** A value in a graph: a type and where it comes from, no data. */
export interface Tensor extends TensorType {
  readonly node: Node;
  /** Which of the node's outputs it is. */
  readonly index: number;
}

let nextId = 0;

/** A new node and its outputs; `op.infer` checks the inputs. */
export function makeNode(op: Op, inputs: readonly Tensor[], attributes: Attributes): Node {
  const inferred = op.infer(inputs, attributes);
  const outputs: Tensor[] = [];
  const node: Node = { id: nextId++, op, inputs, attributes, outputs };
  const types = Array.isArray(inferred) ? (inferred as TensorType[]) : [inferred as TensorType];
  types.forEach(({ dtype, shape }, index) => {
    outputs.push({ node, index, dtype, shape });
  });
  return node;
}
