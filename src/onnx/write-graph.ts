import { allocate, type DType, type TypedArray } from '../array/ndarray.js';
import { MinibatchError } from '../errors.js';
import { type Dim, factorOf, isStatic, symbolsOf } from '../graph/dim.js';
import { type Graph, type NamedTensor, nodesOf } from '../graph/graph.js';
import { constantValue } from '../graph/leaf.js';
import type { Emit } from '../graph/op.js';
import type { Node, Tensor } from '../graph/tensor.js';
import type { OnnxModel, OnnxNode, OnnxTensor, OnnxValueInfo } from './model.js';

/** Writes a graph as an ONNX model: each op spells itself, this gives the names and collects the pieces. */
export function toOnnx(graph: Graph): OnnxModel {
  const writer = new Writer(graph);
  for (const node of nodesOf(graph.outputs.map((output) => output.tensor))) writer.write(node);
  writer.writeOutputs();
  return {
    domains: { 'com.microsoft': 1 },
    graph: {
      name: graph.name,
      nodes: writer.nodes,
      initializers: [...writer.initializers.values()],
      inputs: graph.inputs.map(valueInfo),
      outputs: graph.outputs.map(valueInfo),
    },
  };
}

/** A product of symbols is only a label to ONNX, so a name without a star will do. */
function valueInfo({ name, tensor: { dtype, shape } }: NamedTensor): OnnxValueInfo {
  return {
    name,
    dtype,
    shape: shape.map((dim) => (typeof dim === 'string' ? dim.replaceAll('*', '_x_') : dim)),
  };
}

class Writer {
  readonly nodes: OnnxNode[] = [];
  /** By dtype, shape and elements, so that equal constants are written once. */
  readonly initializers = new Map<string, OnnxTensor>();
  readonly #names = new Map<Tensor, string>();
  readonly #shapes = new Map<string, string>();
  /** Outputs that get their public name right where they are computed. */
  readonly #outputNames = new Map<Tensor, string>();
  /** Names that inputs and outputs have. */
  readonly #taken: ReadonlySet<string>;
  #fresh = 0;

  constructor(readonly graph: Graph) {
    this.#taken = new Set([...graph.inputs, ...graph.outputs].map(({ name }) => name));
    for (const { name, tensor } of graph.inputs) this.#names.set(tensor, name);
    for (const { name, tensor } of graph.outputs) {
      if (!this.#names.has(tensor) && constantValue(tensor) === undefined && !this.#outputNames.has(tensor)) {
        this.#outputNames.set(tensor, name);
      }
    }
  }

  write(node: Node): void {
    if (node.op.name === 'input') return;
    const fixed = constantValue(node.outputs[0]);
    if (fixed !== undefined) {
      this.#names.set(node.outputs[0], this.constant(fixed.dtype, fixed.shape, fixed.data));
      return;
    }
    const inputs = node.inputs.map((input) => this.#names.get(input)!);
    const outputs = node.outputs.map((output) => this.#outputNames.get(output) ?? this.#name(node.op.name));
    for (const [i, output] of node.outputs.entries()) this.#names.set(output, outputs[i]);
    const emit: Emit = {
      node,
      inputs,
      outputs,
      add: (opType, from, attributes = {}, { outputs: to = [this.#name(opType)], domain = '' } = {}) => {
        this.nodes.push({ opType, domain, inputs: from, outputs: to, attributes });
        return to[0];
      },
      constant: (dtype, shape, data) => this.constant(dtype, shape, data),
      shape: (shape) => this.shape(shape),
    };
    node.op.onnx(emit, node.attributes);
  }

  /** Outputs that are inputs, constants or a second name of one tensor. */
  writeOutputs(): void {
    for (const { name, tensor } of this.graph.outputs) {
      const own = this.#names.get(tensor)!;
      if (own !== name) this.nodes.push({ opType: 'Identity', inputs: [own], outputs: [name] });
    }
  }

  constant(dtype: DType, shape: readonly number[], elements: TypedArray | readonly number[]): string {
    let data: TypedArray;
    if (Array.isArray(elements)) {
      data = allocate(dtype, elements.length);
      elements.forEach((value: number, i) => {
        data[i] = data instanceof BigInt64Array ? BigInt(value) : value;
      });
    } else {
      data = elements as TypedArray;
    }
    const key =
      data.length > 4096
        ? `#${this.#fresh}`
        : `${dtype}[${shape}]${Array.from<number | bigint, string>(data, spell)}`;
    const known = this.initializers.get(key);
    if (known !== undefined) return known.name;
    const name = this.#name('constant');
    this.initializers.set(key, { name, dtype, shape, data });
    return name;
  }

  /** An int64 vector with the shape's lengths when the graph runs. */
  shape(shape: readonly Dim[]): string {
    if (isStatic(shape)) return this.constant('int64', [shape.length], shape);
    const key = shape.join();
    const known = this.#shapes.get(key);
    if (known !== undefined) return known;
    const parts = shape.map((dim) => this.#length(dim));
    const name = parts.length === 1 ? parts[0] : this.#node('Concat', parts, { axis: { int: 0 } });
    this.#shapes.set(key, name);
    return name;
  }

  /** One axis's length as an int64 vector of one element. */
  #length(dim: Dim): string {
    if (typeof dim === 'number') return this.constant('int64', [1], [dim]);
    const known = this.#shapes.get(dim);
    if (known !== undefined) return known;
    const symbols = symbolsOf(dim);
    const lengths = symbols.map((symbol) => (symbol === dim ? this.#symbol(symbol) : this.#length(symbol)));
    const factor = factorOf(dim);
    if (factor !== 1) lengths.push(this.constant('int64', [1], [factor]));
    const name = lengths.reduce((product, length) => this.#node('Mul', [product, length]));
    this.#shapes.set(dim, name);
    return name;
  }

  /** A symbol's size, read off the first input that has it as an axis. */
  #symbol(symbol: string): string {
    for (const { name, tensor } of this.graph.inputs) {
      const axis = tensor.shape.indexOf(symbol);
      if (axis >= 0) return this.#node('Shape', [name], { start: { int: axis }, end: { int: axis + 1 } });
    }
    throw new MinibatchError(
      `graph ${this.graph.name}: expected an input with the axis '${symbol}', got none.`,
    );
  }

  #node(opType: string, inputs: readonly string[], attributes: OnnxNode['attributes'] = {}): string {
    const name = this.#name(opType);
    this.nodes.push({ opType, inputs, outputs: [name], attributes });
    return name;
  }

  /** A name that no input or output has. */
  #name(hint: string): string {
    for (;;) {
      const name = `${hint}_${this.#fresh++}`;
      if (!this.#taken.has(name)) return name;
    }
  }
}

/** A number as text; 0 and -0 differ. */
function spell(value: number | bigint): string {
  return Object.is(value, -0) ? '-0' : String(value);
}
