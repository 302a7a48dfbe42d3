import { bytesOf, showShape, sizeOf } from '../array/ndarray.js';
import { ShapeError, ValueError } from '../errors.js';
import { dataTypeCodes } from './data-types.js';
import type { OnnxAttribute, OnnxGraph, OnnxModel, OnnxNode, OnnxTensor, OnnxValueInfo } from './model.js';
import { ProtobufWriter } from './protobuf-writer.js';

/** Protobuf's limit for one message. */
const mostBytes = 2 ** 31 - 1;

/**
 * A model as the bytes of an `.onnx` file: the canonical form, with fields in the order of their numbers, so that equal
 * models give equal bytes.
 *
 * Reference: onnx.proto, github.com/onnx/onnx.
 * @throws ValueError if an integer is not one, or the file would pass protobuf's 2 GiB.
 * @throws ShapeError if a constant's data does not fit its shape.
 */
export function encodeModel(model: OnnxModel): Uint8Array<ArrayBuffer> {
  const writer = new ProtobufWriter();
  writer.integer(1, whole('irVersion', model.irVersion ?? 8));
  writer.string(2, model.producer ?? 'minibatch');
  writer.message(7, graphMessage(model.graph));
  const domains = Object.entries(model.domains ?? {}).filter(([domain]) => domain !== '');
  for (const [domain, version] of [['', model.opset ?? 17] as const, ...domains]) {
    const entry = new ProtobufWriter();
    if (domain !== '') entry.string(1, domain);
    entry.integer(2, whole(`operator set '${domain}'`, version));
    writer.message(8, entry);
  }
  if (writer.byteLength > mostBytes) {
    const fix = 'Keep large arrays as inputs of the graph instead of constants.';
    throw new ValueError('encodeModel', 'less than 2 GiB', `${writer.byteLength} bytes`, fix);
  }
  return writer.finish();
}

function graphMessage(graph: OnnxGraph): ProtobufWriter {
  const writer = new ProtobufWriter();
  for (const node of graph.nodes) writer.message(1, nodeMessage(node));
  writer.string(2, graph.name);
  for (const tensor of graph.initializers) writer.message(5, tensorMessage(tensor));
  for (const input of graph.inputs) writer.message(11, valueMessage(input));
  for (const output of graph.outputs) writer.message(12, valueMessage(output));
  return writer;
}

function nodeMessage(node: OnnxNode): ProtobufWriter {
  const writer = new ProtobufWriter();
  for (const input of node.inputs) writer.string(1, input);
  for (const output of node.outputs) writer.string(2, output);
  if (node.name) writer.string(3, node.name);
  writer.string(4, node.opType);
  for (const [name, attribute] of Object.entries(node.attributes ?? {})) {
    writer.message(5, attributeMessage(node, name, attribute));
  }
  if (node.domain) writer.string(7, node.domain);
  return writer;
}

function attributeMessage(node: OnnxNode, name: string, attribute: OnnxAttribute): ProtobufWriter {
  const where = `${node.opType}: attribute '${name}'`;
  const writer = new ProtobufWriter();
  writer.string(1, name);
  const type = writeValue(where, writer, attribute);
  writer.integer(20, type);
  return writer;
}

/** Writes the value's field and returns the number of its `AttributeType`. */
function writeValue(where: string, writer: ProtobufWriter, attribute: OnnxAttribute): number {
  if ('float' in attribute) {
    writer.float(2, attribute.float);
    return 1;
  }
  if ('int' in attribute) {
    writer.integer(3, whole(where, attribute.int));
    return 2;
  }
  if ('string' in attribute) {
    writer.string(4, attribute.string);
    return 3;
  }
  if ('tensor' in attribute) {
    writer.message(5, tensorMessage(attribute.tensor));
    return 4;
  }
  if ('graph' in attribute) {
    writer.message(6, graphMessage(attribute.graph));
    return 5;
  }
  if ('floats' in attribute) {
    for (const value of attribute.floats) writer.float(7, value);
    return 6;
  }
  if ('ints' in attribute) {
    for (const value of attribute.ints) writer.integer(8, whole(where, value));
    return 7;
  }
  for (const value of attribute.strings) writer.string(9, value);
  return 8;
}

function tensorMessage(tensor: OnnxTensor): ProtobufWriter {
  const { name, dtype, shape, data } = tensor;
  if (data.length !== sizeOf(shape) || data.BYTES_PER_ELEMENT !== bytesOf(dtype)) {
    throw new ShapeError(
      `encodeModel: constant '${name}'`,
      `${sizeOf(shape)} elements of ${dtype} for shape ${showShape(shape)}`,
      `a ${data.constructor.name} of ${data.length}`,
    );
  }
  const writer = new ProtobufWriter();
  for (const axis of shape) writer.integer(1, whole(`constant '${name}': shape`, axis));
  writer.integer(2, dataTypeCodes[dtype]);
  if (name !== '') writer.string(8, name);
  writer.bytes(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  return writer;
}

function valueMessage(value: OnnxValueInfo): ProtobufWriter {
  const shape = new ProtobufWriter();
  for (const axis of value.shape) {
    const dimension = new ProtobufWriter();
    if (typeof axis === 'string') dimension.string(2, axis);
    else dimension.integer(1, whole(`'${value.name}': shape`, axis));
    shape.message(1, dimension);
  }
  const tensor = new ProtobufWriter();
  tensor.integer(1, dataTypeCodes[value.dtype]);
  tensor.message(2, shape);
  const type = new ProtobufWriter();
  type.message(1, tensor);
  const writer = new ProtobufWriter();
  writer.string(1, value.name);
  writer.message(2, type);
  return writer;
}

function whole(where: string, value: number): number {
  if (!Number.isSafeInteger(value)) {
    throw new ValueError(`encodeModel: ${where}`, 'a whole number of at most 53 bits', `${value}`);
  }
  return value;
}
