import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  buffers,
  longBuffers,
  longModel,
  numbers,
  oneNode,
  session,
  value,
} from '../../testing/native-session.js';
import { sampleModels } from '../../testing/onnx-models.js';
import type { NativeSession } from './session.js';

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
