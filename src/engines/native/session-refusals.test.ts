import { describe, expect, it } from 'vitest';
import type { TypedArray } from '../../array/ndarray.js';
import { buffers, oneNode, session, value } from '../../testing/native-session.js';
import { sampleModels } from '../../testing/onnx-models.js';
import type { Buffer } from '../engine.js';
import { createSession } from './session.js';

describe('what a session refuses', () => {
  it("says in ONNX Runtime's words why a model is none", () => {
    const unknown = oneNode('NoSuchOp', [value('x', [1])], [value('y', [1])]);
    expect(() => session(unknown)).toThrow(/^ONNX Runtime: .*NoSuchOp/);
    const bytes = new Uint8Array([1, 2, 3]);
    expect(() => createSession(bytes, { inputs: [], outputs: [] })).toThrow(/^ONNX Runtime: /);
  });

  it("says in ONNX Runtime's words why a run failed, and can run on", async () => {
    const model = oneNode('Gather', [value('x', [2]), value('i', [1], 'int64')], [value('y', [1])]);
    const { x, i, y } = buffers({
      x: { shape: [2], data: [5, 6] },
      i: { shape: [1], dtype: 'int64', data: [7n] },
      y: { shape: [1] },
    });
    const binding = session(model).bind({ x, i }, { y });
    expect(() => binding.run()).toThrow(/^ONNX Runtime: .*Gather.*out of/s);
    await expect(binding.runAsync()).rejects.toThrow(/^ONNX Runtime: .*Gather.*out of/s);
    i.data[0] = 1n;
    binding.run();
    expect(y.data[0]).toBe(6);
  });

  it('refuses an output that is an input, which ONNX Runtime would leave unwritten', () => {
    const x = value('x', [1]);
    const model = { graph: { name: 'g', nodes: [], initializers: [], inputs: [x], outputs: [x] } };
    expect(() => session(model)).toThrow("expected outputs that are no inputs, got 'x' as both");
  });

  const dense = () => session(sampleModels.dense);
  const good = () => buffers({ x: { shape: [2, 2] }, y: { shape: [2, 3] } });

  it('refuses memory that can move, vanish or change its size', () => {
    const { x, y } = good();
    const small = { data: new Float32Array(4), shape: [2, 2] };
    expect(() => dense().bind({ x: small }, { y })).toThrow(
      "bind: input 'x': expected memory that stays where it is, got a plain ArrayBuffer of 16 bytes.",
    );
    const sizable: ArrayBuffer = Reflect.construct(ArrayBuffer, [65536, { maxByteLength: 1 << 20 }]);
    const grown = { data: new Float32Array(sizable, 0, 6), shape: [2, 3] };
    expect(() => dense().bind({ x }, { y: grown })).toThrow('got a buffer that can change its size');
    const large = new ArrayBuffer(1 << 20);
    dense().bind({ x: { data: new Float32Array(large, 64, 4), shape: [2, 2] } }, { y });
  });

  it('notices when bound memory is detached', () => {
    const { y } = good();
    const buffer = new ArrayBuffer(1 << 20);
    const x = { data: new Float32Array(buffer, 64, 4), shape: [2, 2] };
    const binding = dense().bind({ x }, { y });
    binding.run();
    structuredClone(buffer, { transfer: [buffer] });
    expect(() => binding.run()).toThrow('got a detached buffer');
    expect(() =>
      dense().bind(
        { x: { ...x, shape: [0, 2] } },
        { y: { ...y, data: y.data.subarray(0, 0) as TypedArray, shape: [0, 3] } },
      ),
    ).toThrow('an array whose buffer was detached');
  });

  it.each<[string, (b: Record<string, Buffer>) => [Record<string, Buffer>, Record<string, Buffer>], string]>([
    ['a missing input', ({ y }) => [{}, { y }], "expected a buffer for the input 'x', got none"],
    ['a missing output', ({ x }) => [{ x }, {}], "expected a buffer for the output 'y', got none"],
    ['an unknown name', ({ x, y }) => [{ x, z: x }, { y }], "the name of a known input, got 'z'"],
    [
      'another kind of array',
      ({ x, y }) => [{ x: { ...x, data: new Int32Array(x.data.buffer, 0, 4) } }, { y }],
      "input 'x': expected a Float32Array for float32, got a Int32Array",
    ],
    [
      'another rank',
      ({ x, y }) => [{ x: { ...x, shape: [4] } }, { y }],
      'expected shape [batch, 2], got [4]',
    ],
    ['another length of a fixed axis', ({ x, y }) => [{ x: { ...x, shape: [1, 4] } }, { y }], 'got [1, 4]'],
    [
      'too few elements',
      ({ x, y }) => [{ x: { ...x, shape: [3, 2] } }, { y }],
      '6 elements for shape [3, 2], got 4',
    ],
    [
      'two lengths of one symbolic axis',
      ({ x, y }) => [{ x }, { y: { data: y.data.subarray(0, 3) as TypedArray, shape: [1, 3] } }],
      "output 'y': expected shape [batch, 3] with batch = 2, got [1, 3]",
    ],
  ])('refuses %s', (_, change, message) => {
    expect(() => dense().bind(...change(good()))).toThrow(message);
  });
});
