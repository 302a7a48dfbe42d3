import { describe, expect, it } from 'vitest';
import type { Dim } from '../graph/dim.js';
import { graph } from '../graph/graph.js';
import { constant, constantOf, filled, placeholder } from '../graph/leaf.js';
import type { Tensor } from '../graph/tensor.js';
import { add, broadcastTo, matmul, mul, reshape, sub } from '../ops/index.js';
import { toOnnx } from './write-graph.js';

const x = placeholder('x', 'float32', ['batch', 'time', 4]);

function write(inputs: readonly Tensor[], outputs: Readonly<Record<string, Tensor>>) {
  const named = inputs.map((tensor) => ({ name: String(tensor.node.attributes.name), tensor }));
  return toOnnx(
    graph(
      'g',
      named,
      Object.entries(outputs).map(([name, tensor]) => ({ name, tensor })),
    ),
  ).graph;
}

/** The constant that the only Reshape of x to this shape gets as its target; undefined where it is computed. */
function reshapeTarget(shape: Dim[], from: Tensor = x): number[] | undefined {
  const { nodes, initializers } = write([from], { y: reshape(from, shape) });
  const [, target] = nodes.find((node) => node.opType === 'Reshape')!.inputs;
  const data = initializers.find(({ name }) => name === target)?.data;
  return data && Array.from<number | bigint, number>(data, Number);
}

describe('a graph in ONNX', () => {
  it('keeps the names of inputs and outputs, and computes outputs under their own name', () => {
    const { inputs, outputs, nodes } = write([x], { y: add(x, x), again: x });
    expect(inputs).toEqual([{ name: 'x', dtype: 'float32', shape: ['batch', 'time', 4] }]);
    expect(outputs.map(({ name }) => name)).toEqual(['y', 'again']);
    expect(nodes.map(({ opType, inputs: from, outputs: to }) => [opType, from, to])).toEqual([
      ['Add', ['x', 'x'], ['y']],
      ['Identity', ['x'], ['again']],
    ]);
  });

  it('makes up no name that an input or an output has', () => {
    const sly = placeholder('add_0', 'float32', []);
    const { nodes, initializers } = write([sly], { constant_1: add(add(sly, 3), 4) });
    const made = [
      ...nodes.flatMap(({ outputs }) => outputs),
      ...initializers.map(({ name }) => name),
      'add_0',
    ];
    expect(new Set(made).size).toBe(made.length);
    expect(made).toContain('constant_1');
  });

  it('writes equal constants once, by dtype, shape and every bit', () => {
    const of = (value: number) => constantOf({ dtype: 'float32', shape: [], data: Float32Array.of(value) });
    const y = [of(2), of(2), of(0), of(-0), constant(2, 'float32')].reduce((sum, each) => sub(sum, each), x);
    const { initializers } = write([x], { y: mul(y, filled([1], 2)) });
    expect(initializers.map(({ shape, data }) => [shape, [...data]])).toEqual([
      [[], [2]],
      [[], [0]],
      [[], [-0]],
      [[1], [2]],
    ]);
  });

  it('writes large constants each by itself', () => {
    const large = () => filled([5000], 1);
    expect(write([], { a: large(), b: large() }).initializers.length).toBe(2);
  });

  it('leaves symbolic axes of a reshape to ONNX where it can find them', () => {
    expect(reshapeTarget(['batch', 'time', 2, 2])).toEqual([0, 0, 2, 2]);
    expect(reshapeTarget(['batch*time', 4])).toEqual([-1, 4]);
    expect(reshapeTarget(['batch', '4*time'])).toEqual([0, -1]);
    expect(reshapeTarget(['4*batch*time'])).toEqual([-1]);
    expect(reshapeTarget(['time', 'batch', 4])).toBeUndefined();
    expect(reshapeTarget([3, 2], placeholder('x', 'float32', [6]))).toEqual([3, 2]);
    expect(reshapeTarget([0, 2], placeholder('x', 'float32', [0, 5]))).toEqual([0, 2]);
  });

  it('computes a shape once, from the first input that has the symbol', () => {
    const short = placeholder('short', 'float32', [4, 'time']);
    const long = (seed: number) => broadcastTo(constant(seed), ['time', '2*batch', 4]);
    const { nodes } = write([short, x], { a: long(1), b: long(2), c: reshape(x, ['time', 'batch', 4]) });
    expect(nodes.map(({ opType }) => opType)).toEqual([
      'Shape',
      'Shape',
      'Mul',
      'Concat',
      'Expand',
      'Expand',
      'Concat',
      'Reshape',
    ]);
    expect(
      nodes.filter(({ opType }) => opType === 'Shape').map(({ inputs, attributes }) => [inputs, attributes]),
    ).toEqual([
      [['short'], { start: { int: 1 }, end: { int: 2 } }],
      [['x'], { start: { int: 0 }, end: { int: 1 } }],
    ]);
  });

  it('says which symbol no input has', () => {
    const wide = broadcastTo(constant(1), ['time', 'place']);
    expect(() => write([x], { y: wide })).toThrow(
      "graph g: expected an input with the axis 'place', got none.",
    );
  });

  it('spells products by the flags and axes they have', () => {
    const matrix = placeholder('m', 'float32', [4, 4]);
    const stack = placeholder('s', 'float32', [2, 4, 4]);
    const spelled = (a: Tensor, b: Tensor, transposeB: boolean) =>
      write([matrix, stack], { y: matmul(a, b, { transposeB }) }).nodes[0];
    expect(spelled(matrix, matrix, false)).toMatchObject({ opType: 'MatMul' });
    const gemm = { opType: 'Gemm', domain: '', attributes: { transA: { int: 0 }, transB: { int: 1 } } };
    expect(spelled(matrix, matrix, true)).toMatchObject(gemm);
    expect(spelled(stack, stack, true)).toMatchObject({ opType: 'FusedMatMul', domain: 'com.microsoft' });
  });
});
