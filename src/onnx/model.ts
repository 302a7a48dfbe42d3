import type { DType, TypedArray } from '../array/ndarray.js';

/**
 * An ONNX model as plain data: what `encodeModel` writes and `decodeModel` reads. Names and meanings are those of
 * onnx.proto; what Minibatch never uses (functions, sparse tensors, sequences, maps) is not here.
 */
export interface OnnxModel {
  /**
   * Version of the default operator set. 17 is the newest that old copies of `onnx.checker` know.
   * @default 17
   */
  opset?: number;
  /**
   * Version of the file format.
   * @default 8
   */
  irVersion?: number;
  /** Versions of further operator sets by their domain: `{ 'com.microsoft': 1 }`. */
  domains?: Readonly<Record<string, number>>;
  /**
   * Who wrote the file.
   * @default 'minibatch'
   */
  producer?: string;
  graph: OnnxGraph;
}

/** Nodes in an order in which each reads only what earlier ones wrote. */
export interface OnnxGraph {
  name: string;
  nodes: readonly OnnxNode[];
  /** Constants by name. */
  initializers: readonly OnnxTensor[];
  inputs: readonly OnnxValueInfo[];
  outputs: readonly OnnxValueInfo[];
}

export interface OnnxNode {
  opType: string;
  /** Operator set; absent or '' is ONNX's own. */
  domain?: string;
  name?: string;
  /** Names of values; '' stands for an optional input that is absent. */
  inputs: readonly string[];
  /** Names of values; '' stands for an optional output that nobody wants. */
  outputs: readonly string[];
  attributes?: Readonly<Record<string, OnnxAttribute>>;
}

/** One attribute, tagged by its type. Integers are int64 in the file and must be safe integers here. */
export type OnnxAttribute =
  | { int: number }
  | { float: number }
  | { string: string }
  | { ints: readonly number[] }
  | { floats: readonly number[] }
  | { strings: readonly string[] }
  | { tensor: OnnxTensor }
  /** The body of a `Scan`, `If` or `Loop`. */
  | { graph: OnnxGraph };

/** A constant. `data` holds exactly the elements of `shape`, row-major; `bool` as bytes 0 and 1. */
export interface OnnxTensor {
  name: string;
  dtype: DType;
  shape: readonly number[];
  data: TypedArray;
}

/** A named value's type. A string in `shape` names a symbolic axis: equal names are equal lengths. */
export interface OnnxValueInfo {
  name: string;
  dtype: DType;
  shape: readonly (number | string)[];
}
