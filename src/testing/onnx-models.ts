import type { DType } from '../array/ndarray.js';
import type { OnnxModel, OnnxNode, OnnxTensor, OnnxValueInfo } from '../onnx/model.js';

const value = (name: string, shape: (number | string)[], dtype: DType = 'float32'): OnnxValueInfo => ({
  name,
  dtype,
  shape,
});
const node = (
  opType: string,
  inputs: string[],
  outputs: string[],
  rest: Partial<OnnxNode> = {},
): OnnxNode => ({
  opType,
  inputs,
  outputs,
  ...rest,
});

/** One constant of each element type. */
const constants: OnnxTensor[] = [
  { name: 'f32', dtype: 'float32', shape: [2, 2], data: new Float32Array([1.5, -2, 3e-40, 4e30]) },
  { name: 'f64', dtype: 'float64', shape: [2], data: new Float64Array([0.1, -1e300]) },
  { name: 'i32', dtype: 'int32', shape: [3], data: new Int32Array([-1, 0, 2 ** 31 - 1]) },
  { name: 'i64', dtype: 'int64', shape: [1, 2], data: new BigInt64Array([-(2n ** 63n), 2n ** 63n - 1n]) },
  { name: 'u8', dtype: 'uint8', shape: [], data: new Uint8Array([255]) },
  { name: 'flag', dtype: 'bool', shape: [2, 0], data: new Uint8Array(0) },
];

/**
 * Small models that together use every part of the format: what the tests of the encoder and of the engines share. A change
 * here needs `scripts/golden/onnx_check.py` again.
 */
export const sampleModels: Readonly<Record<string, OnnxModel>> = {
  /** relu(0.5·x·w + b), batch symbolic. */
  dense: {
    graph: {
      name: 'dense',
      nodes: [
        node('Gemm', ['x', 'w', 'b'], ['sum'], {
          attributes: { alpha: { float: 0.5 }, transB: { int: 0 } },
          name: 'product',
        }),
        node('Relu', ['sum'], ['y']),
      ],
      initializers: [
        { name: 'w', dtype: 'float32', shape: [2, 3], data: new Float32Array([1, 2, 3, 4, 5, 6]) },
        { name: 'b', dtype: 'float32', shape: [3], data: new Float32Array([0.5, -30, 0.25]) },
      ],
      inputs: [value('x', ['batch', 2])],
      outputs: [value('y', ['batch', 3])],
    },
  },
  /** A running sum from the last step to the first. */
  scan: {
    graph: {
      name: 'scan',
      nodes: [
        node('Scan', ['zero', 'x'], ['total', 'sums'], {
          attributes: {
            num_scan_inputs: { int: 1 },
            scan_input_directions: { ints: [1] },
            scan_output_directions: { ints: [1] },
            body: {
              graph: {
                name: 'body',
                nodes: [
                  node('Add', ['sum_in', 'row'], ['sum_out']),
                  node('Identity', ['sum_out'], ['sum_row']),
                ],
                initializers: [],
                inputs: [value('sum_in', [2]), value('row', [2])],
                outputs: [value('sum_out', [2]), value('sum_row', [2])],
              },
            },
          },
        }),
      ],
      initializers: [{ name: 'zero', dtype: 'float32', shape: [2], data: new Float32Array(2) }],
      inputs: [value('x', ['time', 2])],
      outputs: [value('total', [2]), value('sums', ['time', 2])],
    },
  },
  /** Constants of every element type, as nodes and as initializers. */
  constants: {
    graph: {
      name: 'constants',
      nodes: [
        ...constants.map((tensor) =>
          node('Constant', [], [`${tensor.name}_node`], {
            attributes: { value: { tensor: { ...tensor, name: '' } } },
          }),
        ),
        ...constants.map((tensor) => node('Identity', [tensor.name], [`${tensor.name}_copy`])),
        node('Constant', [], ['floats'], {
          attributes: { value_floats: { floats: [0.25, -0.5, 2 ** -149] } },
        }),
        node('Constant', [], ['ints'], { attributes: { value_ints: { ints: [-1, 2 ** 53 - 1] } } }),
        node('Constant', [], ['words'], { attributes: { value_strings: { strings: ['año', ''] } } }),
        node('Constant', [], ['word'], { attributes: { value_string: { string: 'µ' } } }),
        node('Shape', ['words'], ['words_shape']),
        node('Shape', ['word'], ['word_shape']),
      ],
      initializers: constants,
      inputs: [],
      outputs: [
        ...constants.flatMap(({ name, shape, dtype }) =>
          ['node', 'copy'].map((from) => value(`${name}_${from}`, [...shape], dtype)),
        ),
        value('floats', [3]),
        value('ints', [2], 'int64'),
        value('words_shape', [1], 'int64'),
        value('word_shape', [0], 'int64'),
      ],
    },
  },
  /** Optional inputs and outputs left out: min of `Clip`; bias, lengths and all outputs but the last state of `GRU`. */
  optional: {
    graph: {
      name: 'optional',
      nodes: [
        node('Clip', ['x', '', 'most'], ['clipped']),
        node('GRU', ['clipped', 'w', 'r'], ['', 'state'], {
          attributes: {
            hidden_size: { int: 1 },
            activations: { strings: ['Sigmoid', 'Tanh'] },
            direction: { string: 'reverse' },
          },
        }),
      ],
      initializers: [
        { name: 'most', dtype: 'float32', shape: [], data: new Float32Array([0.75]) },
        { name: 'w', dtype: 'float32', shape: [1, 3, 2], data: new Float32Array([1, 2, 3, 4, 5, 6]) },
        { name: 'r', dtype: 'float32', shape: [1, 3, 1], data: new Float32Array([1, 2, 3]) },
      ],
      inputs: [value('x', ['time', 'batch', 2])],
      outputs: [value('state', [1, 'batch', 1])],
    },
  },
  /** Two branches, one of which reads a value from outside; an operator of another domain. */
  branches: {
    domains: { 'com.microsoft': 1 },
    graph: {
      name: 'branches',
      nodes: [
        node('Not', ['flag'], ['other']),
        node('If', ['other'], ['y'], {
          attributes: {
            then_branch: {
              graph: {
                name: 'then',
                nodes: [node('Neg', ['x'], ['minus'])],
                initializers: [],
                inputs: [],
                outputs: [value('minus', [2])],
              },
            },
            else_branch: {
              graph: {
                name: 'else',
                nodes: [node('Gelu', ['x'], ['gelu'], { domain: 'com.microsoft' })],
                initializers: [],
                inputs: [],
                outputs: [value('gelu', [2])],
              },
            },
          },
        }),
      ],
      initializers: [],
      inputs: [value('flag', [], 'bool'), value('x', [2])],
      outputs: [value('y', [2])],
    },
  },
};
