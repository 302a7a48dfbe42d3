import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesOf, type DType } from '../array/ndarray.js';
import { Arena, createMemory } from './arena.js';

describe('createMemory', () => {
  it('gives shared zeroed memory in whole pages of 64 KiB', () => {
    const memory = createMemory(65537);
    expect(memory.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(memory.buffer.byteLength).toBe(2 * 65536);
    expect(new Uint8Array(memory.buffer).every((byte) => byte === 0)).toBe(true);
    expect(createMemory(0).buffer.byteLength).toBe(65536);
  });

  it('gives memory of one thread where it need not be shared', () => {
    expect(createMemory(65537, { shared: false }).buffer).toBeInstanceOf(ArrayBuffer);
    const arena = new Arena({ shared: false });
    arena.reserve('rows', 'float32', 4);
    arena.allocate();
    expect(arena.view('rows').buffer).toBeInstanceOf(ArrayBuffer);
  });

  it.each([true, false])('gives memory that can not grow, shared: %s', (shared) => {
    const memory = createMemory(10, { shared }) as unknown as { grow(pages: number): void };
    expect(() => memory.grow(1)).toThrow(RangeError);
  });

  it('lets hundreds of models live at once', () => {
    const memories = Array.from({ length: 300 }, () => createMemory(1000));
    memories.forEach((memory, i) => {
      new Uint32Array(memory.buffer)[7] = i;
    });
    expect(memories.every((memory, i) => new Uint32Array(memory.buffer)[7] === i)).toBe(true);
  });

  it('refuses more than 4 GiB, or no number', () => {
    expect(() => createMemory(2 ** 32 + 1)).toThrow('expected at most 4 GiB, got 4294967297 bytes');
    expect(() => createMemory(-1)).toThrow('got -1 bytes');
    expect(() => createMemory(Number.NaN)).toThrow('got NaN bytes');
  });

  it('lets dropped memory be collected, although nobody frees it', { timeout: 60_000 }, async () => {
    const before = process.memoryUsage.rss();
    let peak = 0;
    for (let i = 0; i < 100; i++) {
      new Uint8Array(createMemory(4 << 20).buffer).fill(1);
      if (i % 10 === 9) {
        await new Promise((resolve) => setTimeout(resolve));
        peak = Math.max(peak, process.memoryUsage.rss() - before);
      }
    }
    // 400 MiB were made.
    expect(peak).toBeLessThan(250 << 20);
  });
});

describe('Arena', () => {
  it('lays regions out in order, aligned to 64 bytes, without overlap, in one memory', () => {
    const dtype = fc.constantFrom<DType>('float32', 'float64', 'int32', 'int64', 'uint8', 'bool');
    fc.assert(
      fc.property(fc.array(fc.tuple(dtype, fc.nat(300)), { maxLength: 12 }), (plan) => {
        const arena = new Arena();
        for (const [i, [dtype, length]] of plan.entries()) arena.reserve(`${i}`, dtype, length);
        const bytes = arena.byteLength;
        arena.allocate();
        let end = 0;
        for (const [i, [dtype, length]] of plan.entries()) {
          const region = arena.view(`${i}`);
          expect(region.length).toBe(length);
          expect(region.BYTES_PER_ELEMENT).toBe(bytesOf(dtype));
          expect(region.buffer).toBe(arena.memory.buffer);
          expect(region.byteOffset).toBe(end);
          expect(region.byteOffset).toBe(arena.region(`${i}`).byteOffset);
          end += Math.ceil(region.byteLength / 64) * 64;
        }
        expect(end).toBe(bytes);
        expect(arena.memory.buffer.byteLength).toBeGreaterThanOrEqual(bytes);
      }),
      { numRuns: 50 },
    );
  });

  it('gives the front of a region to a smaller batch', () => {
    const arena = new Arena();
    arena.reserve('labels', 'int64', 32);
    arena.reserve('x', 'float32', 8);
    arena.allocate();
    expect(arena.view('x', 5)).toHaveLength(5);
    expect(arena.view('x', 5).byteOffset).toBe(256);
    expect(() => arena.view('x', 9)).toThrow("Arena: 'x': expected at most 8 elements, got 9");
  });

  it('refuses what its order does not allow', () => {
    const arena = new Arena();
    arena.reserve('a', 'float32', 1);
    expect(() => arena.reserve('a', 'float32', 1)).toThrow("names that differ, got 'a' twice");
    expect(() => arena.reserve('b', 'float32', -1)).toThrow("'b': expected a length of 0 or more, got -1");
    expect(() => arena.view('a')).toThrow('expected allocate() first');
    arena.allocate();
    expect(() => arena.allocate()).toThrow('one allocate()');
    expect(() => arena.reserve('b', 'float32', 1)).toThrow("got 'b' after it");
    expect(() => arena.view('b')).toThrow("expected a name that was reserved, got 'b'");
  });
});
