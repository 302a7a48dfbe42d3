import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import onnxProto from 'onnx-proto';
import { describe, expect, it } from 'vitest';
import { sampleModels } from '../testing/onnx-models.js';
import { encodeModel } from './encode.js';
import type { OnnxAttribute, OnnxGraph, OnnxModel } from './model.js';

const { ModelProto, AttributeProto } = onnxProto.onnx;

// See scripts/golden/onnx_check.py.
const folder = process.env.MINIBATCH_WRITE_ONNX;
if (folder !== undefined) {
  mkdirSync(folder, { recursive: true });
  for (const [name, model] of Object.entries(sampleModels)) {
    writeFileSync(`${folder}/${name}.onnx`, encodeModel(model));
  }
}

interface Golden {
  cases: Record<string, { bytes: number; sha256: string }>;
}
const golden: Golden = JSON.parse(
  readFileSync(new URL('../../test/golden/onnx-check.json', import.meta.url), 'utf8'),
);

describe('encodeModel', () => {
  it.each(Object.keys(sampleModels))("writes the bytes of '%s' that onnx's checker accepted", (name) => {
    const bytes = encodeModel(sampleModels[name]);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    expect({ bytes: bytes.length, sha256 }).toEqual(golden.cases[name]);
  });

  it('has had every sample model checked', () => {
    expect(Object.keys(golden.cases).sort()).toEqual(Object.keys(sampleModels).sort());
  });

  it.each(Object.entries(sampleModels))("writes '%s' so that another reader finds the same", (_, model) => {
    const read = ModelProto.toObject(ModelProto.decode(encodeModel(model)), { longs: Number, arrays: true });
    expect(read.irVersion).toBe(8);
    expect(read.producerName).toBe('minibatch');
    expect(read.opsetImport).toEqual([
      { version: 17 },
      ...Object.entries(model.domains ?? {}).map(([domain, version]) => ({ domain, version })),
    ]);
    checkGraph(read.graph, model.graph);
  });

  it('writes equal bytes for equal models', () => {
    expect(encodeModel(structuredClone(sampleModels.scan))).toEqual(encodeModel(sampleModels.scan));
  });

  it('writes versions and the producer when they are given', () => {
    const model = { ...sampleModels.dense, opset: 21, irVersion: 10, producer: 'me' };
    const read = ModelProto.toObject(ModelProto.decode(encodeModel(model)), { longs: Number });
    expect([read.irVersion, read.producerName, read.opsetImport]).toEqual([10, 'me', [{ version: 21 }]]);
  });

  it('takes constants that are views of shared memory', () => {
    const memory = new SharedArrayBuffer(1024);
    const data = new Float32Array(memory, 512, 100).fill(0.5);
    const model = withConstant({ name: 'c', dtype: 'float32', shape: [100], data });
    const read = ModelProto.decode(encodeModel(model)).graph?.initializer?.[0].rawData;
    expect(read).toHaveLength(400);
    expect(new Float32Array(Uint8Array.from(read ?? []).buffer)).toEqual(new Float32Array(100).fill(0.5));
  });

  it('refuses a constant whose data does not fit its shape or its element type', () => {
    const short = withConstant({ name: 'c', dtype: 'float32', shape: [2, 2], data: new Float32Array(3) });
    expect(() => encodeModel(short)).toThrow(
      "encodeModel: constant 'c': expected 4 elements of float32 for shape [2, 2], got a Float32Array of 3",
    );
    const wide = withConstant({ name: 'c', dtype: 'float32', shape: [3], data: new Float64Array(3) });
    expect(() => encodeModel(wide)).toThrow("constant 'c': expected 3 elements of float32");
  });

  it('refuses a whole number that is not one, naming the operator', () => {
    const nodes = [{ opType: 'Softmax', inputs: ['x'], outputs: ['y'], attributes: { axis: { int: 0.5 } } }];
    const model: OnnxModel = { graph: { name: 'g', nodes, initializers: [], inputs: [], outputs: [] } };
    expect(() => encodeModel(model)).toThrow("Softmax: attribute 'axis': expected a whole number");
  });
});

function withConstant(tensor: OnnxGraph['initializers'][number]): OnnxModel {
  return { graph: { name: 'g', nodes: [], initializers: [tensor], inputs: [], outputs: [] } };
}

type Read = Record<string, unknown>;

/** Compares a graph as onnx-proto reads it with ours, field by field. */
function checkGraph(read: Read, graph: OnnxGraph): void {
  expect(read.name).toBe(graph.name);
  expect(read.initializer).toEqual(graph.initializers.map(asRead));
  expect(read.input).toEqual(graph.inputs.map(valueAsRead));
  expect(read.output).toEqual(graph.outputs.map(valueAsRead));
  const nodes = read.node as Read[];
  expect(nodes).toHaveLength(graph.nodes.length);
  graph.nodes.forEach((node, i) => {
    expect(nodes[i].opType).toBe(node.opType);
    expect(nodes[i].domain ?? '').toBe(node.domain ?? '');
    expect(nodes[i].name ?? '').toBe(node.name ?? '');
    expect(nodes[i].input).toEqual(node.inputs);
    expect(nodes[i].output).toEqual(node.outputs);
    const attributes = nodes[i].attribute as Read[];
    expect(attributes.map(({ name }) => name)).toEqual(Object.keys(node.attributes ?? {}));
    Object.values(node.attributes ?? {}).forEach((attribute, j) => {
      checkAttribute(attributes[j], attribute);
    });
  });
}

function checkAttribute(read: Read, attribute: OnnxAttribute): void {
  const kind = Object.keys(attribute)[0];
  const types = AttributeProto.AttributeType as unknown as Record<string, number>;
  expect(read.type).toBe(types[kind.toUpperCase()]);
  const text = (bytes: unknown) => Buffer.from(bytes as Uint8Array).toString('utf8');
  if ('graph' in attribute) checkGraph(read.g as Read, attribute.graph);
  if ('tensor' in attribute) expect(read.t).toEqual(asRead(attribute.tensor));
  if ('int' in attribute) expect(read.i).toBe(attribute.int);
  if ('float' in attribute) expect(read.f).toBe(Math.fround(attribute.float));
  if ('string' in attribute) expect(text(read.s)).toBe(attribute.string);
  if ('ints' in attribute) expect(read.ints).toEqual(attribute.ints);
  if ('floats' in attribute) expect(read.floats).toEqual(attribute.floats.map(Math.fround));
  if ('strings' in attribute) expect((read.strings as unknown[]).map(text)).toEqual(attribute.strings);
}

const codes = { float32: 1, uint8: 2, int32: 6, int64: 7, bool: 9, float64: 11 } as const;

function asRead({ name, dtype, shape, data }: OnnxGraph['initializers'][number]): Read {
  return {
    dims: shape,
    dataType: codes[dtype],
    rawData: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
    ...(name === '' ? {} : { name }),
    floatData: [],
    int32Data: [],
    int64Data: [],
    doubleData: [],
    uint64Data: [],
    stringData: [],
    externalData: [],
  };
}

function valueAsRead({ name, dtype, shape }: OnnxGraph['inputs'][number]): Read {
  const dim = shape.map((axis) => (typeof axis === 'string' ? { dimParam: axis } : { dimValue: axis }));
  return { name, type: { tensorType: { elemType: codes[dtype], shape: { dim } } } };
}
