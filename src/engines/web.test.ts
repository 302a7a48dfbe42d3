import { describe, expect, it } from 'vitest';
import { type DType, sizeOf } from '../array/ndarray.js';
import type { OnnxModel } from '../onnx/model.js';
import { sampleModels } from '../testing/onnx-models.js';
import { Arena } from './arena.js';
import type { Buffer, Buffers } from './engine.js';
import { compileModel } from './web.js';

/** Buffers in one shared memory for every input and output of a model. */
function buffersFor({ graph }: OnnxModel, sizes: Record<string, number> = {}): Buffers {
  const arena = new Arena();
  const values = [...graph.inputs, ...graph.outputs];
  const concrete = (shape: readonly (number | string)[]) =>
    shape.map((axis) => (typeof axis === 'string' ? sizes[axis] : axis));
  for (const { name, dtype, shape } of values) arena.reserve(name, dtype, sizeOf(concrete(shape)));
  arena.allocate();
  const place = ({ name, shape }: (typeof values)[number]): [string, Buffer] => [
    name,
    { data: arena.view(name), shape: concrete(shape) },
  ];
  return {
    inputs: Object.fromEntries(graph.inputs.map(place)),
    outputs: Object.fromEntries(graph.outputs.map(place)),
  };
}

const set = (buffer: Buffer, values: number[]) => (buffer.data as Float32Array).set(values);
const numbers = (buffer: Buffer) => Array.from(buffer.data as ArrayLike<number | bigint>, Number);

describe('the web engine', () => {
  it('copies inputs from shared memory and outputs into it, at each run', async () => {
    const program = await compileModel(sampleModels.dense);
    for (const batch of [2, 1, 0]) {
      const buffers = buffersFor(sampleModels.dense, { batch });
      expect(buffers.inputs.x.data.buffer).toBeInstanceOf(SharedArrayBuffer);
      const binding = program.bind(buffers);
      set(buffers.inputs.x, [1, 2, -3, 40].slice(0, 2 * batch));
      await binding.run();
      expect(numbers(buffers.outputs.y)).toEqual([5, 0, 7.75, 79, 67, 115.75].slice(0, 3 * batch));
      buffers.inputs.x.data.fill(0 as never);
      await binding.runAsync();
      expect(numbers(buffers.outputs.y)).toEqual([0.5, 0, 0.25, 0.5, 0, 0.25].slice(0, 3 * batch));
    }
    program.release();
  });

  it('knows every element type', async () => {
    const buffers = buffersFor(sampleModels.constants);
    await (await compileModel(sampleModels.constants)).bind(buffers).run();
    const { outputs } = buffers;
    expect(outputs.f32_copy.data).toEqual(new Float32Array([1.5, -2, 3e-40, 4e30]));
    expect(outputs.f64_node.data).toEqual(new Float64Array([0.1, -1e300]));
    expect(outputs.i32_copy.data).toEqual(new Int32Array([-1, 0, 2 ** 31 - 1]));
    expect(outputs.i64_copy.data).toEqual(new BigInt64Array([-(2n ** 63n), 2n ** 63n - 1n]));
    expect(outputs.u8_node.data).toEqual(new Uint8Array([255]));
    expect(outputs.ints.data).toEqual(new BigInt64Array([-1n, 2n ** 53n - 1n]));
  });

  it.each<DType>(['float32', 'float64', 'int32', 'int64', 'uint8', 'bool'])(
    'takes inputs of %s',
    async (dtype) => {
      const value = (name: string) => ({ name, dtype, shape: [3] });
      const nodes = [{ opType: 'Identity', inputs: ['x'], outputs: ['y'] }];
      const model = {
        graph: { name: 'g', nodes, initializers: [], inputs: [value('x')], outputs: [value('y')] },
      };
      const buffers = buffersFor(model);
      const { data } = buffers.inputs.x;
      for (const [i, bit] of [1, 0, 1].entries()) data[i] = data instanceof BigInt64Array ? BigInt(bit) : bit;
      await (await compileModel(model)).bind(buffers).run();
      expect(numbers(buffers.outputs.y)).toEqual([1, 0, 1]);
    },
  );

  it('runs Scan, and If with a branch that reads from outside', async () => {
    const scan = buffersFor(sampleModels.scan, { time: 3 });
    set(scan.inputs.x, [1, 2, 3, 4, 5, 6]);
    await (await compileModel(sampleModels.scan)).bind(scan).run();
    expect(numbers(scan.outputs.sums)).toEqual([9, 12, 8, 10, 5, 6]);
    const branches = buffersFor(sampleModels.branches);
    set(branches.inputs.x, [1, -2]);
    await (await compileModel(sampleModels.branches)).bind(branches).run();
    expect(numbers(branches.outputs.y)).toEqual([-1, 2]);
  });

  it('makes and runs many programs at once, one after the other', async () => {
    const programs = await Promise.all(Array.from({ length: 6 }, () => compileModel(sampleModels.dense)));
    const places = programs.map((program, i) => {
      const buffers = buffersFor(sampleModels.dense, { batch: 1 });
      set(buffers.inputs.x, [i, 0]);
      return { buffers, run: program.bind(buffers).run() };
    });
    await Promise.all(places.map(({ run }) => run));
    places.forEach(({ buffers }, i) => {
      expect(numbers(buffers.outputs.y)[0]).toBe(0.5 * i + 0.5);
    });
  });

  it("fails in ONNX Runtime's words, and can go on", async () => {
    const node = { opType: 'NoSuchOp', inputs: ['x'], outputs: ['y'] };
    const bad = { graph: { ...sampleModels.dense.graph, nodes: [node] } };
    await expect(compileModel(bad)).rejects.toThrow(/^ONNX Runtime: /);
    const gather: OnnxModel = {
      graph: {
        name: 'gather',
        nodes: [{ opType: 'Gather', inputs: ['x', 'i'], outputs: ['y'] }],
        initializers: [],
        inputs: [
          { name: 'x', dtype: 'float32', shape: [2] },
          { name: 'i', dtype: 'int64', shape: [1] },
        ],
        outputs: [{ name: 'y', dtype: 'float32', shape: [1] }],
      },
    };
    const buffers = buffersFor(gather);
    set(buffers.inputs.x, [5, 6]);
    buffers.inputs.i.data[0] = 7n;
    const binding = (await compileModel(gather)).bind(buffers);
    await expect(binding.run()).rejects.toThrow(/^ONNX Runtime: /);
    buffers.inputs.i.data[0] = 1n;
    await binding.run();
    expect(numbers(buffers.outputs.y)).toEqual([6]);
  });

  it('refuses buffers that do not fit, and what was released', async () => {
    const program = await compileModel(sampleModels.dense);
    const buffers = buffersFor(sampleModels.dense, { batch: 2 });
    const flat = { ...buffers.inputs.x, shape: [4] };
    expect(() => program.bind({ ...buffers, inputs: { x: flat } })).toThrow(
      'expected shape [batch, 2], got [4]',
    );
    const binding = program.bind(buffers);
    const other = program.bind(buffers);
    binding.release();
    await expect(binding.run()).rejects.toThrow('expected a binding in use');
    program.release();
    await expect(other.run()).rejects.toThrow('expected a program in use');
    expect(() => program.bind(buffers)).toThrow('expected a program in use');
  });
});
