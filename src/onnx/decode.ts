import type { DType } from '../array/ndarray.js';
import { ValueError } from '../errors.js';
import { dtypeOfCode, showDataType } from './data-types.js';
import { decodeTensor } from './decode-tensor.js';
import type { OnnxAttribute, OnnxGraph, OnnxModel, OnnxNode, OnnxValueInfo } from './model.js';
import { ProtobufReader, wire } from './protobuf-reader.js';

const where = 'decodeModel';
/** Graphs inside graphs. Real models have two or three levels; a hostile file must not exhaust the stack. */
const deepest = 32;

/**
 * Reads the bytes of an `.onnx` file. Constants are copied out of `bytes`. What Minibatch has no use for and what does not
 * change a result (documentation, inferred shapes, metadata) is passed over; what would change it is refused.
 *
 * @throws ValueError for bytes that are no ONNX model, are cut off, or use what Minibatch cannot hold (float16, strings,
 * sequences, sparse tensors, model-local functions, data in other files).
 */
export function decodeModel(bytes: Uint8Array): OnnxModel {
  const reader = new ProtobufReader(where, bytes);
  let irVersion: number | undefined;
  let producer = '';
  let graph: OnnxGraph | undefined;
  const versions = new Map<string, number>();
  while (reader.next()) {
    if (reader.field === 1) irVersion = reader.integer();
    else if (reader.field === 2) producer = reader.string();
    else if (reader.field === 7) graph = readGraph(reader.message(), 1);
    else if (reader.field === 8) versions.set(...readOperatorSet(reader.message()));
    else if (reader.field === 25) refuse('a model without functions of its own', 'one with them');
    else reader.skip();
  }
  if (graph === undefined || irVersion === undefined) {
    return refuse('an ONNX model with a version and a graph', `${bytes.length} bytes without them`);
  }
  const opset = versions.get('') ?? versions.get('ai.onnx');
  if (opset === undefined) return refuse("a version of ONNX's operator set", 'none');
  versions.delete('');
  versions.delete('ai.onnx');
  return { opset, irVersion, domains: Object.fromEntries(versions), producer, graph };
}

function readOperatorSet(reader: ProtobufReader): [domain: string, version: number] {
  let domain = '';
  let version = 0;
  while (reader.next()) {
    if (reader.field === 1) domain = reader.string();
    else if (reader.field === 2) version = reader.integer();
    else reader.skip();
  }
  return [domain, version];
}

function readGraph(reader: ProtobufReader, depth: number): OnnxGraph {
  if (depth > deepest) refuse(`at most ${deepest} graphs inside one another`, 'more');
  let name = '';
  const nodes: OnnxNode[] = [];
  const initializers: OnnxGraph['initializers'][number][] = [];
  const inputs: OnnxValueInfo[] = [];
  const outputs: OnnxValueInfo[] = [];
  while (reader.next()) {
    if (reader.field === 1) nodes.push(readNode(reader.message(), depth));
    else if (reader.field === 2) name = reader.string();
    else if (reader.field === 5) initializers.push(decodeTensor(reader.message()));
    else if (reader.field === 11) inputs.push(readValue(reader.message()));
    else if (reader.field === 12) outputs.push(readValue(reader.message()));
    else if (reader.field === 15) refuse('dense constants', 'a sparse one');
    else reader.skip();
  }
  return { name, nodes, initializers, inputs, outputs };
}

function readNode(reader: ProtobufReader, depth: number): OnnxNode {
  const inputs: string[] = [];
  const outputs: string[] = [];
  const attributes = new Map<string, OnnxAttribute>();
  let [name, opType, domain] = ['', '', ''];
  while (reader.next()) {
    if (reader.field === 1) inputs.push(reader.string());
    else if (reader.field === 2) outputs.push(reader.string());
    else if (reader.field === 3) name = reader.string();
    else if (reader.field === 4) opType = reader.string();
    else if (reader.field === 5) attributes.set(...readAttribute(reader.message(), depth));
    else if (reader.field === 7) domain = reader.string();
    else reader.skip();
  }
  return {
    opType,
    ...(domain === '' ? {} : { domain }),
    ...(name === '' ? {} : { name }),
    inputs,
    outputs,
    ...(attributes.size === 0 ? {} : { attributes: Object.fromEntries(attributes) }),
  };
}

/** `AttributeType` by number, as far as Minibatch holds them. */
const attributeKinds = [
  '',
  'float',
  'int',
  'string',
  'tensor',
  'graph',
  'floats',
  'ints',
  'strings',
] as const;

function readAttribute(reader: ProtobufReader, depth: number): [name: string, value: OnnxAttribute] {
  let name = '';
  let type = 0;
  let single: OnnxAttribute | undefined;
  const floats: number[] = [];
  const ints: number[] = [];
  const strings: string[] = [];
  while (reader.next()) {
    if (reader.field === 1) name = reader.string();
    else if (reader.field === 2) single = { float: reader.float() };
    else if (reader.field === 3) single = { int: reader.integer() };
    else if (reader.field === 4) single = { string: reader.string() };
    else if (reader.field === 5) single = { tensor: decodeTensor(reader.message()) };
    else if (reader.field === 6) single = { graph: readGraph(reader.message(), depth + 1) };
    else if (reader.field === 7)
      for (const v of reader.repeated(wire.fixed32, (run) => run.float())) floats.push(v);
    else if (reader.field === 8)
      for (const v of reader.repeated(wire.varint, (run) => run.integer())) ints.push(v);
    else if (reader.field === 9) strings.push(reader.string());
    else if (reader.field === 20) type = reader.integer();
    else if (reader.field === 21) refuse('attributes with values', `'${name}', a reference`);
    else reader.skip();
  }
  const kind = attributeKinds[type];
  if (kind === 'floats') return [name, { floats }];
  if (kind === 'ints') return [name, { ints }];
  if (kind === 'strings') return [name, { strings }];
  // A writer may leave out a value that is the type's zero.
  if (single === undefined && kind === 'int') single = { int: 0 };
  if (single === undefined && kind === 'float') single = { float: 0 };
  if (single === undefined && kind === 'string') single = { string: '' };
  if (kind === undefined || kind === '' || single === undefined || !(kind in single)) {
    const known = attributeKinds.slice(1).join(', ');
    return refuse(`attribute '${name}' to be one of ${known}`, `type ${type} with another value or none`);
  }
  return [name, single];
}

function readValue(reader: ProtobufReader): OnnxValueInfo {
  let name = '';
  let type: { dtype: DType; axes: readonly (number | string)[] } | undefined;
  while (reader.next()) {
    if (reader.field === 1) name = reader.string();
    else if (reader.field === 2) type = readType(reader.message());
    else reader.skip();
  }
  if (type === undefined) return refuse(`'${name}' to be a tensor of known rank`, 'something else');
  // An axis without a name is only equal to itself.
  const shape = type.axes.map((axis, i) => (axis === '' ? `${name}_axis${i}` : axis));
  return { name, dtype: type.dtype, shape };
}

function readType(reader: ProtobufReader): { dtype: DType; axes: readonly (number | string)[] } | undefined {
  let result: { dtype: DType; axes: readonly (number | string)[] } | undefined;
  while (reader.next()) {
    if (reader.field === 1) result = readTensorType(reader.message());
    else reader.skip();
  }
  return result;
}

function readTensorType(
  reader: ProtobufReader,
): { dtype: DType; axes: readonly (number | string)[] } | undefined {
  let code = 0;
  let axes: (number | string)[] | undefined;
  while (reader.next()) {
    if (reader.field === 1) code = reader.integer();
    else if (reader.field === 2) axes = readAxes(reader.message());
    else reader.skip();
  }
  const dtype = dtypeOfCode(code);
  if (dtype === undefined) return refuse('float32, float64, int32, int64, uint8 or bool', showDataType(code));
  return axes && { dtype, axes };
}

function readAxes(reader: ProtobufReader): (number | string)[] {
  const axes: (number | string)[] = [];
  while (reader.next()) {
    if (reader.field !== 1) {
      reader.skip();
      continue;
    }
    const dimension = reader.message();
    let axis: number | string = '';
    while (dimension.next()) {
      if (dimension.field === 1) axis = dimension.integer();
      else if (dimension.field === 2) axis = dimension.string();
      else dimension.skip();
    }
    axes.push(typeof axis === 'number' && axis < 0 ? '' : axis);
  }
  return axes;
}

function refuse(expected: string, got: string): never {
  throw new ValueError(where, expected, got);
}
