import fc from 'fast-check';
import onnxProto from 'onnx-proto';
import { describe, expect, it } from 'vitest';
import { allocate, type DType, sizeOf } from '../array/ndarray.js';
import { MinibatchError } from '../errors.js';
import { sampleModels } from '../testing/onnx-models.js';
import { decodeModel } from './decode.js';
import { encodeModel } from './encode.js';
import type { OnnxAttribute, OnnxGraph, OnnxModel, OnnxNode, OnnxTensor } from './model.js';

const { ModelProto } = onnxProto.onnx;

/** What `encodeModel` fills in where a model is silent. */
const filled = (model: OnnxModel): OnnxModel => ({
  opset: 17,
  irVersion: 8,
  domains: {},
  producer: 'minibatch',
  ...model,
});

const dtypes: DType[] = ['float32', 'float64', 'int32', 'int64', 'uint8', 'bool'];
const dtype = fc.constantFrom(...dtypes);
const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });
const shape = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 3 });
const safe = fc.maxSafeInteger();
const float = fc.float();

const tensor: fc.Arbitrary<OnnxTensor> = fc
  .record({ name, dtype, shape, seed: fc.array(fc.nat(255), { minLength: 1, maxLength: 9 }) })
  .map(({ name, dtype, shape, seed }) => {
    const data = allocate(dtype, sizeOf(shape));
    const bytes = new Uint8Array(data.buffer);
    for (let i = 0; i < bytes.length; i++) bytes[i] = seed[i % seed.length];
    return { name, dtype, shape, data };
  });

const valueInfo = fc.record({
  name,
  dtype,
  shape: fc.array(fc.oneof(fc.integer({ min: 0, max: 2 ** 40 }), name), { maxLength: 4 }),
});

const { graph } = fc.letrec<{ graph: OnnxGraph; attribute: OnnxAttribute; node: OnnxNode }>((tie) => ({
  graph: fc.record({
    name,
    nodes: fc.array(tie('node'), { maxLength: 3 }),
    initializers: fc.array(tensor, { maxLength: 2 }),
    inputs: fc.array(valueInfo, { maxLength: 2 }),
    outputs: fc.array(valueInfo, { maxLength: 2 }),
  }),
  node: fc
    .record({
      opType: name,
      domain: fc.option(name, { nil: undefined }),
      name: fc.option(name, { nil: undefined }),
      inputs: fc.array(fc.oneof(name, fc.constant('')), { maxLength: 3 }),
      outputs: fc.array(fc.oneof(name, fc.constant('')), { maxLength: 3 }),
      attributes: fc.dictionary(name, tie('attribute'), { maxKeys: 3 }),
    })
    .map(({ attributes, ...rest }) =>
      Object.keys(attributes).length === 0 ? rest : { ...rest, attributes },
    ),
  attribute: fc.oneof(
    { maxDepth: 3 },
    fc.record({ int: safe }),
    fc.record({ float }),
    fc.record({ string: fc.string() }),
    fc.record({ ints: fc.array(safe) }),
    fc.record({ floats: fc.array(float) }),
    fc.record({ strings: fc.array(fc.string()) }),
    fc.record({ tensor }),
    fc.record({ graph: tie('graph') }),
  ),
}));

describe('decodeModel', () => {
  it.each(Object.entries(sampleModels))("reads '%s' back as it was", (_, model) => {
    expect(decodeModel(encodeModel(model))).toEqual(filled(model));
  });

  it('reads back every model that can be written', () => {
    const model = fc.record({
      opset: fc.integer({ min: 1, max: 30 }),
      irVersion: fc.integer({ min: 3, max: 12 }),
      domains: fc.dictionary(name, fc.integer({ min: 1, max: 9 }), { maxKeys: 2 }),
      producer: fc.string(),
      graph,
    });
    fc.assert(
      fc.property(model, (model) => {
        expect(decodeModel(encodeModel(model))).toEqual(model);
      }),
      { numRuns: 150 },
    );
  });

  it('reads shared memory', () => {
    const bytes = encodeModel(sampleModels.branches);
    const shared = new Uint8Array(new SharedArrayBuffer(bytes.length + 3), 3);
    shared.set(bytes);
    expect(decodeModel(shared)).toEqual(filled(sampleModels.branches));
  });

  it('reads elements that another writer listed one by one', () => {
    const constant = (dataType: number, rest: object) => ({ name: 'c', dataType, dims: [2], ...rest });
    const read = (initializer: object) =>
      decodeModel(foreign({ initializer: [initializer] })).graph.initializers[0].data;
    expect(read(constant(1, { floatData: [0.5, -2] }))).toEqual(new Float32Array([0.5, -2]));
    expect(read(constant(11, { doubleData: [0.1, -2] }))).toEqual(new Float64Array([0.1, -2]));
    expect(read(constant(6, { int32Data: [-1, 7] }))).toEqual(new Int32Array([-1, 7]));
    expect(read(constant(2, { int32Data: [255, 7] }))).toEqual(new Uint8Array([255, 7]));
    expect(read(constant(9, { int32Data: [0, 1] }))).toEqual(new Uint8Array([0, 1]));
    expect(read(constant(7, { int64Data: [-1, 7] }))).toEqual(new BigInt64Array([-1n, 7n]));
  });

  it('names an axis that has neither length nor name after its value', () => {
    const type = { tensorType: { elemType: 1, shape: { dim: [{}, { dimValue: 3 }, { dimValue: -1 }] } } };
    const bytes = foreign({ input: [{ name: 'x', type }] });
    expect(decodeModel(bytes).graph.inputs[0].shape).toEqual(['x_axis0', 3, 'x_axis2']);
  });

  it('takes a zero that a writer left out', () => {
    const attribute = [
      { name: 'a', type: 2 },
      { name: 'b', type: 1 },
      { name: 'c', type: 3 },
      { name: 'd', type: 7 },
    ];
    const bytes = foreign({ node: [{ opType: 'X', attribute }] });
    expect(decodeModel(bytes).graph.nodes[0].attributes).toEqual({
      a: { int: 0 },
      b: { float: 0 },
      c: { string: '' },
      d: { ints: [] },
    });
  });

  it.each([
    [
      'a constant too short',
      { initializer: [{ name: 'c', dataType: 1, dims: [3], rawData: Buffer.alloc(8) }] },
      "constant 'c': expected 3 elements for shape [3], got 2",
    ],
    [
      'a huge constant without data',
      { initializer: [{ name: 'c', dataType: 1, dims: [2 ** 50] }] },
      'expected 1125899906842624 elements',
    ],
    [
      'a negative axis',
      { initializer: [{ name: 'c', dataType: 1, dims: [-1, -1], rawData: Buffer.alloc(4) }] },
      'expected axes of 0 or more, got [-1, -1]',
    ],
    ['float16', { initializer: [{ name: 'c', dataType: 10, dims: [0] }] }, 'float16 (10)'],
    [
      'elements in the list of another type',
      { initializer: [{ name: 'c', dataType: 7, dims: [1], floatData: [0.5] }] },
      'elements of int64 in field 7, got field 4',
    ],
    [
      'data in another file',
      { initializer: [{ name: 'c', dataType: 1, externalData: [{ key: 'location', value: 'w' }] }] },
      'a reference to another file',
    ],
    [
      'a sequence as input',
      { input: [{ name: 'x', type: { sequenceType: {} } }] },
      "'x' to be a tensor of known rank",
    ],
    ['strings as input', { input: [{ name: 'x', type: { tensorType: { elemType: 8 } } }] }, 'string (8)'],
    ['a sparse constant', { sparseInitializer: [{}] }, 'a sparse one'],
    [
      'an attribute of another kind',
      { node: [{ opType: 'X', attribute: [{ name: 'a', type: 10 }] }] },
      "attribute 'a' to be one of",
    ],
    [
      'an integer of 64 bits as attribute',
      { node: [{ opType: 'X', attribute: [{ name: 'a', type: 2, i: 2 ** 60 }] }] },
      'at most 53 bits',
    ],
  ])('refuses %s', (_, graph, message) => {
    expect(() => decodeModel(foreign(graph))).toThrow(message);
  });

  it('refuses a model without a graph, a version or an operator set', () => {
    expect(() => decodeModel(new Uint8Array(0))).toThrow('an ONNX model with a version and a graph');
    expect(() => decodeModel(ModelProto.encode({ irVersion: 8, graph: {} }).finish())).toThrow(
      'operator set, got none',
    );
  });

  it('refuses graphs nested without end instead of exhausting the stack', () => {
    let graph: OnnxGraph = { name: '', nodes: [], initializers: [], inputs: [], outputs: [] };
    for (let i = 0; i < 33; i++) {
      graph = {
        ...graph,
        nodes: [{ opType: 'If', inputs: [], outputs: [], attributes: { then_branch: { graph } } }],
      };
    }
    expect(() => decodeModel(encodeModel({ graph }))).toThrow('at most 32 graphs inside one another');
  });

  it('answers every cut-off file with an error of its own', () => {
    const bytes = encodeModel(sampleModels.scan);
    for (let length = 0; length < bytes.length; length++) {
      expect(() => decodeModel(bytes.subarray(0, length))).toThrow(MinibatchError);
    }
  });

  it('answers damaged files with a model or an error of its own', () => {
    const models = Object.values(sampleModels).map(encodeModel);
    const damage = fc.array(fc.tuple(fc.nat(2000), fc.nat(255)), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.constantFrom(...models), damage, (model, damage) => {
        const bytes = model.slice();
        for (const [at, byte] of damage) bytes[at % bytes.length] = byte;
        try {
          decodeModel(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(MinibatchError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

function foreign(graph: object): Uint8Array {
  return ModelProto.encode({
    irVersion: 8,
    opsetImport: [{ version: 17 }],
    graph: ModelProto.fromObject({ graph }).graph,
  }).finish();
}
