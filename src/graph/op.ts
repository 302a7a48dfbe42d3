import type { DType, TypedArray } from '../array/ndarray.js';
import type { Dim } from './dim.js';
import { makeNode, type Node, type Tensor, type TensorType } from './tensor.js';

/** What a use of an op fixes besides its inputs: axes, flags, constants. Plain data. */
export type Attributes = Readonly<Record<string, unknown>>;

/** A concrete value in the reference engine: every dtype as float64 (booleans 0 or 1), row-major. */
export interface Value {
  data: Float64Array;
  shape: readonly number[];
}

/** An attribute of an ONNX node. */
export type OnnxAttributeValue =
  | { int: number }
  | { float: number }
  | { string: string }
  | { ints: readonly number[] }
  | { floats: readonly number[] };

/** Spells one use of an op in ONNX: names of tensors in, nodes out. */
export interface Emit {
  readonly node: Node;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Adds an ONNX node and returns its first output's name; without `outputs` it gets a fresh name. */
  add(
    opType: string,
    inputs: readonly string[],
    attributes?: Readonly<Record<string, OnnxAttributeValue>>,
    options?: { outputs?: readonly string[]; domain?: string },
  ): string;
  /** A constant; equal ones are shared. */
  constant(dtype: DType, shape: readonly number[], data: TypedArray | readonly number[]): string;
  /** An int64 vector that holds `shape` when the graph runs, symbolic axes included. */
  shape(shape: readonly Dim[]): string;
}

/** What a gradient rule is given. */
export interface GradientCall<A = Attributes> {
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
  /** d loss / d output, of the output's shape; undefined for an output that the loss does not need. */
  readonly gradients: readonly (Tensor | undefined)[];
  readonly attributes: A;
  /** Whether anybody asks for the gradient of this input. */
  readonly wanted: readonly boolean[];
}

/** A primitive: everything that anyone needs to know of it, in one place. */
export interface Op<A = Attributes> {
  readonly name: string;
  /** The outputs' types; throws a ShapeError for inputs that do not fit. */
  infer(inputs: readonly Tensor[], attributes: A): TensorType | readonly TensorType[];
  /**
   * d loss / d input for each input, from d loss / d output, in terms of other ops. `'zero'` for an op whose derivative
   * is zero or does not exist (comparisons, integers).
   */
  readonly gradient: 'zero' | ((call: GradientCall<A>) => readonly (Tensor | undefined)[]);
  /**
   * A cheaper tensor with the same value, if these inputs allow one: `transpose(transpose(x))` is `x`. Asked once for
   * every node when a graph is simplified.
   */
  simplify?(inputs: readonly Tensor[], attributes: A, outputs: readonly TensorType[]): Tensor | undefined;
  /** Spells it in ONNX, opset 17 (domain com.microsoft where ONNX Runtime has a better kernel). */
  onnx(emit: Emit, attributes: A): void;
  /** Defines it: the obvious computation, in float64. */
  kernel(
    inputs: readonly Value[],
    attributes: A,
    outputs: readonly { shape: readonly number[]; dtype: DType }[],
  ): Float64Array[];
}

/** Makes a primitive usable: the returned function adds one use of it to the graph, and has the op itself as `.op`. */
export interface OpFunction<A> {
  (inputs: readonly Tensor[], attributes: A): Tensor;
  /** For ops of several outputs. */
  all(inputs: readonly Tensor[], attributes: A): readonly Tensor[];
  readonly op: Op;
}

/** Defines a primitive. */
export function defineOp<A extends object>(definition: Op<A>): OpFunction<A> {
  // Attributes are only ever read by the op that made them, so the one cast here is safe.
  const op = definition as unknown as Op;
  const all = (inputs: readonly Tensor[], attributes: A) =>
    makeNode(op, inputs, attributes as unknown as Attributes).outputs;
  return Object.assign((inputs: readonly Tensor[], attributes: A) => all(inputs, attributes)[0], { all, op });
}
