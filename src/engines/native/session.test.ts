import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type DType, sizeOf, type TypedArray } from '../../array/ndarray.js';
import { encodeModel } from '../../onnx/encode.js';
import type { OnnxModel, OnnxNode, OnnxValueInfo } from '../../onnx/model.js';
import { sampleModels } from '../../testing/onnx-models.js';
import { Arena } from '../arena.js';
import type { Buffer } from '../engine.js';
import { createSession, type NativeSession } from './session.js';

const value = (name: string, shape: (number | string)[], dtype: DType = 'float32'): OnnxValueInfo => ({
  name,
  dtype,
  shape,
});

function session(model: OnnxModel, options: { threads?: number; spinning?: boolean; profile?: string } = {}) {
  const { inputs, outputs } = model.graph;
  return createSession(encodeModel(model), { inputs, outputs, ...options });
}

type Arrays = Record<string, { shape: number[]; dtype?: DType; data?: ArrayLike<number | bigint> }>;

/** Buffers of one arena, filled. */
function buffers(arrays: Arrays): Record<string, Buffer> {
  const arena = new Arena();
  for (const [name, { shape, dtype = 'float32' }] of Object.entries(arrays))
    arena.reserve(name, dtype, sizeOf(shape));
  arena.allocate();
  return Object.fromEntries(
    Object.entries(arrays).map(([name, { shape, data }]) => {
      const view = arena.view(name);
      if (data !== undefined) (view as Float32Array).set(data as ArrayLike<number>);
      return [name, { data: view, shape }];
    }),
  );
}

function numbers({ data }: Buffer): number[] {
  return Array.from(data as ArrayLike<number | bigint>, Number);
}

const oneNode = (
  opType: string,
  inputs: OnnxValueInfo[],
  outputs: OnnxValueInfo[],
  rest: Partial<OnnxNode> = {},
) => ({
  graph: {
    name: 'one',
    nodes: [
      { opType, inputs: inputs.map(({ name }) => name), outputs: outputs.map(({ name }) => name), ...rest },
    ],
    initializers: [],
    inputs,
    outputs,
  },
});

/** Takes long enough that something can happen meanwhile: `nodes` products of square matrices, one after the other. */
function longModel(nodes: number, size: number): OnnxModel {
  return {
    graph: {
      name: 'long',
      nodes: Array.from({ length: nodes }, (_, i) => ({
        opType: 'MatMul',
        inputs: [i === 0 ? 'x' : `h${i}`, 'x'],
        outputs: [i === nodes - 1 ? 'y' : `h${i + 1}`],
      })),
      initializers: [],
      inputs: [value('x', [size, size])],
      outputs: [value('y', [size, size])],
    },
  };
}

const longBuffers = (size: number) => buffers({ x: { shape: [size, size] }, y: { shape: [size, size] } });

describe('a session', () => {
  it('reads the inputs as they are at each run, and fills the outputs in place', () => {
    const dense = session(sampleModels.dense);
    const { x, y } = buffers({ x: { shape: [2, 2], data: [1, 2, -3, 40] }, y: { shape: [2, 3] } });
    const binding = dense.bind({ x }, { y });
    binding.run();
    // 0.5·x·w + b, negatives to zero.
    expect(numbers(y)).toEqual([5, 0, 7.75, 79, 67, 115.75]);
    x.data.fill(0 as never);
    binding.run();
    expect(numbers(y)).toEqual([0.5, 0, 0.25, 0.5, 0, 0.25]);
    binding.release();
    dense.release();
  });

  it('serves every length of a symbolic axis, none included', () => {
    const dense = session(sampleModels.dense);
    for (const batch of [1, 7, 0, 3]) {
      const { x, y } = buffers({ x: { shape: [batch, 2] }, y: { shape: [batch, 3] } });
      dense.bind({ x }, { y }).run();
      expect(numbers(y)).toEqual(Array.from({ length: batch }, () => [0.5, 0, 0.25]).flat());
    }
  });

  it('knows every element type', () => {
    const model = sampleModels.constants;
    const outputs = buffers(
      Object.fromEntries(
        model.graph.outputs.map(({ name, shape, dtype }) => [name, { shape: shape as number[], dtype }]),
      ),
    );
    session(model).bind({}, outputs).run();
    expect(outputs.f32_copy.data).toEqual(new Float32Array([1.5, -2, 3e-40, 4e30]));
    expect(outputs.f64_node.data).toEqual(new Float64Array([0.1, -1e300]));
    expect(outputs.i32_copy.data).toEqual(new Int32Array([-1, 0, 2 ** 31 - 1]));
    expect(outputs.i64_copy.data).toEqual(new BigInt64Array([-(2n ** 63n), 2n ** 63n - 1n]));
    expect(outputs.u8_node.data).toEqual(new Uint8Array([255]));
    expect(outputs.floats.data).toEqual(new Float32Array([0.25, -0.5, 2 ** -149]));
    expect(outputs.words_shape.data).toEqual(new BigInt64Array([2n]));
  });

  it('tells bool from uint8 by what the graph declares', () => {
    const not = session(oneNode('Not', [value('x', [3], 'bool')], [value('y', [3], 'bool')]));
    const { x, y } = buffers({
      x: { shape: [3], dtype: 'bool', data: [1, 0, 1] },
      y: { shape: [3], dtype: 'bool' },
    });
    not.bind({ x }, { y }).run();
    expect(numbers(y)).toEqual([0, 1, 0]);
  });

  it('runs Scan backwards, If with a branch that reads from outside, and optional inputs', () => {
    const scan = buffers({
      x: { shape: [3, 2], data: [1, 2, 3, 4, 5, 6] },
      total: { shape: [2] },
      sums: { shape: [3, 2] },
    });
    session(sampleModels.scan).bind({ x: scan.x }, { total: scan.total, sums: scan.sums }).run();
    expect(numbers(scan.total)).toEqual([9, 12]);
    expect(numbers(scan.sums)).toEqual([9, 12, 8, 10, 5, 6]);
    const branches = buffers({
      flag: { shape: [], dtype: 'bool' },
      x: { shape: [2], data: [1, -2] },
      y: { shape: [2] },
    });
    const binding = session(sampleModels.branches).bind(
      { flag: branches.flag, x: branches.x },
      { y: branches.y },
    );
    binding.run();
    expect(numbers(branches.y)).toEqual([-1, 2]);
    branches.flag.data[0] = 1;
    binding.run();
    expect(branches.y.data[0]).toBeCloseTo(0.8413447, 6);
    expect(branches.y.data[1]).toBeCloseTo(-0.0455003, 6);
  });

  it('leaves denormal numbers alone, in its results and in JavaScript', () => {
    const neg = session(oneNode('Neg', [value('x', [1])], [value('y', [1])]));
    const { x, y } = buffers({ x: { shape: [1], data: [1e-40] }, y: { shape: [1] } });
    neg.bind({ x }, { y }).run();
    expect(y.data[0]).toBe(-Math.fround(1e-40));
    const tiny = new Float64Array([1e-310, 0.5]);
    expect(tiny[0] * tiny[1]).toBe(5e-311);
  });

  it('runs several bindings at once on libuv threads, each with its own memory', async () => {
    const dense = session(sampleModels.dense);
    const lanes = Array.from({ length: 8 }, (_, lane) => {
      const { x, y } = buffers({ x: { shape: [1, 2], data: [lane, 0] }, y: { shape: [1, 3] } });
      return { y, binding: dense.bind({ x }, { y }) };
    });
    for (let step = 0; step < 50; step++) await Promise.all(lanes.map(({ binding }) => binding.runAsync()));
    lanes.forEach(({ y }, lane) => {
      expect(y.data[0]).toBe(0.5 * lane + 0.5);
      expect(y.data[2]).toBe(1.5 * lane + 0.25);
    });
  });

  it('lets the event loop go on during an asynchronous run', async () => {
    const { x, y } = longBuffers(256);
    const binding = session(longModel(60, 256)).bind({ x }, { y });
    let ticks = 0;
    const timer = setInterval(() => ticks++, 1);
    await binding.runAsync();
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(2);
  });

  it('stops an asynchronous run on terminate(), and runs again afterwards', async () => {
    const { x, y } = longBuffers(256);
    x.data.fill((1 / 256) as never);
    const binding = session(longModel(400, 256)).bind({ x }, { y });
    const run = binding.runAsync();
    setTimeout(() => binding.terminate(), 5);
    await expect(run).rejects.toThrow('run: expected to reach the end, got stopped by terminate().');
    expect(y.data[0]).toBe(0);
    binding.terminate();
    await binding.runAsync();
    expect(y.data[0]).toBeCloseTo(1 / 256, 6);
  });

  it('refuses a second run of a binding whose run is under way', async () => {
    const { x, y } = longBuffers(128);
    const binding = session(longModel(50, 128)).bind({ x }, { y });
    const run = binding.runAsync();
    expect(() => binding.run()).toThrow('got one whose run is under way');
    await expect(binding.runAsync()).rejects.toThrow('got one whose run is under way');
    await run;
    binding.run();
  });

  it('frees binding and session only after the run that is under way', async () => {
    const long = session(longModel(50, 128));
    const { x, y } = longBuffers(128);
    x.data.fill(0.01 as never);
    const binding = long.bind({ x }, { y });
    const run = binding.runAsync();
    binding.release();
    long.release();
    expect(binding.running).toBe(true);
    await run;
    expect(binding.running).toBe(false);
    expect(y.data[0]).toBeGreaterThan(0);
    expect(() => binding.run()).toThrow('expected a binding in use, got one that was released');
    expect(() => long.bind({ x }, { y })).toThrow('expected a session in use, got one that was released');
    binding.release();
    long.release();
  });

  it('writes a profile with the time of every node', () => {
    const folder = mkdtempSync(join(tmpdir(), 'minibatch-'));
    const dense: NativeSession = session(sampleModels.dense, { profile: join(folder, 'trace') });
    const { x, y } = buffers({ x: { shape: [1, 2] }, y: { shape: [1, 3] } });
    dense.bind({ x }, { y }).run();
    const file = dense.endProfiling();
    expect(existsSync(file)).toBe(true);
    const events: { name: string; cat: string }[] = JSON.parse(readFileSync(file, 'utf8'));
    expect(events.some(({ cat, name }) => cat === 'Node' && name.includes('product'))).toBe(true);
    dense.release();
    rmSync(folder, { recursive: true });
  });

  it('takes threads of its own', () => {
    const { x, y } = longBuffers(64);
    x.data.fill(0.1 as never);
    session(longModel(3, 64), { threads: 2, spinning: true }).bind({ x }, { y }).run();
    expect(y.data[0]).toBeCloseTo(0.1 * 6.4 ** 3, 3);
    expect(() => session(sampleModels.dense, { threads: 0 })).toThrow(
      'threads: expected a whole number of 1 or more, got 0',
    );
  });
});

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
