import { describe, expect, it } from 'vitest';
import { buffers, longBuffers, longModel, session } from '../../testing/native-session.js';
import { sampleModels } from '../../testing/onnx-models.js';

describe('a binding', () => {
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
});
