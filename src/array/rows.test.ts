import { describe, expect, it } from 'vitest';
import { allocate, type DType, NDArray } from './ndarray.js';
import { ndarray } from './nested.js';
import { concatRows, copyRows, sliceRows, takeRows } from './rows.js';

const numbered = (samples: number, size: number, dtype: DType) =>
  ndarray(
    Array.from({ length: samples * size }, (_, i) => i % 251),
    [samples, size],
    dtype,
  );

describe('rows of an array', () => {
  it.each([1, 2, 23, 24, 100])('are copied in the order asked for, %d elements each, to any type', (size) => {
    for (const from of ['float32', 'int32', 'int64', 'uint8'] as const) {
      for (const to of ['float32', 'int32', 'int64'] as const) {
        const source = numbered(9, size, from);
        for (const rows of [Int32Array.of(3, 0, 8, 3), Int32Array.of(4, 5, 6), Int32Array.of()]) {
          const into = allocate(to, rows.length * size + 1);
          copyRows(source.data, size, rows, into);
          const expected = [...rows].flatMap((row) =>
            Array.from({ length: size }, (_, j) => (row * size + j) % 251),
          );
          expect(Array.from(into as ArrayLike<number | bigint>, Number)).toEqual([...expected, 0]);
        }
      }
    }
  });

  it('can be taken, cut off without a copy, and joined', () => {
    const array = ndarray(
      [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
      undefined,
      'int32',
    );
    expect(takeRows(array, Int32Array.of(2, 0)).toArray()).toEqual([
      [5, 6],
      [1, 2],
    ]);
    const end = sliceRows(array, 1, 3);
    expect(end.toArray()).toEqual([
      [3, 4],
      [5, 6],
    ]);
    expect(end.data.buffer).toBe(array.data.buffer);
    expect(concatRows([end, array], 'x').toArray()).toEqual([
      [3, 4],
      [5, 6],
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
    expect(() => concatRows([array, new NDArray(Float32Array.of(1), [1])], 'x')).toThrow(
      'x: expected rows of shape [2], got [].',
    );
  });
});
