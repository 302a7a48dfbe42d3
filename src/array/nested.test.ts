import { describe, expect, it } from 'vitest';
import { NDArray } from './ndarray.js';
import { indexOf, ndarray, toNDArray } from './nested.js';
import { findNonFinite } from './non-finite.js';

const got = (value: unknown, dtype?: 'int32' | 'int64') => {
  const { data, shape, dtype: type } = toNDArray(value, 'fit: x', dtype);
  return { data: Array.from(data as ArrayLike<number | bigint>), shape, type };
};

describe('toNDArray', () => {
  it('reads nested arrays of any depth as float32', () => {
    expect(got([1, 2.5])).toEqual({ data: [1, 2.5], shape: [2], type: 'float32' });
    expect(
      got([
        [[1], [2]],
        [[3], [4]],
      ]),
    ).toEqual({ data: [1, 2, 3, 4], shape: [2, 2, 1], type: 'float32' });
    expect(got([true, false])).toEqual({ data: [1, 0], shape: [2], type: 'float32' });
    expect(got([Float64Array.of(1, 2), [3, 4]])).toEqual({
      data: [1, 2, 3, 4],
      shape: [2, 2],
      type: 'float32',
    });
    expect(got([])).toEqual({ data: [], shape: [0], type: 'float32' });
    expect(got(5)).toEqual({ data: [5], shape: [], type: 'float32' });
  });

  it('keeps typed arrays that fit, and converts the rest', () => {
    const floats = Float32Array.of(1, 2);
    expect(toNDArray(floats, 'x').data).toBe(floats);
    const array = new NDArray(floats, [2, 1]);
    expect(toNDArray(array, 'x')).toBe(array);
    expect(got(Int32Array.of(1)).type).toBe('int32');
    expect(got(BigInt64Array.of(1n)).type).toBe('int64');
    expect(got(Uint8Array.of(1)).type).toBe('uint8');
    expect(got(Float64Array.of(1.5))).toEqual({ data: [1.5], shape: [1], type: 'float32' });
    expect(got(Uint16Array.of(65535))).toEqual({ data: [65535], shape: [1], type: 'int32' });
    expect(got(Uint32Array.of(4294967295))).toEqual({ data: [4294967295n], shape: [1], type: 'int64' });
    expect(got(Uint8ClampedArray.of(300))).toEqual({ data: [255], shape: [1], type: 'uint8' });
  });

  it('takes flat data with its shape', () => {
    expect(got({ data: [1, 2, 3, 4], shape: [2, 2] })).toEqual({
      data: [1, 2, 3, 4],
      shape: [2, 2],
      type: 'float32',
    });
    expect(got({ data: Int32Array.of(1, 2), shape: [1, 2] }).type).toBe('int32');
    expect(got({ data: Uint8Array.of(1, 0), shape: [2], dtype: 'bool' }).type).toBe('bool');
    expect(got({ data: [1, 2], shape: [2], dtype: 'int32' }).type).toBe('int32');
    expect(() => got({ data: [1, 2, 3], shape: [2, 2] })).toThrow(
      'fit: x: expected 4 values for shape [2, 2], got 3.',
    );
    expect(() => got({ data: [1], shape: [0.5, 2] })).toThrow(
      'fit: x: expected a shape of whole numbers from 0 up',
    );
  });

  it('gives the type asked for, so that large labels stay exact', () => {
    expect(got([16777217, 2], 'int32')).toEqual({ data: [16777217, 2], shape: [2], type: 'int32' });
    expect(got([[1], [2]], 'int64')).toEqual({ data: [1n, 2n], shape: [2, 1], type: 'int64' });
    expect(got(BigInt64Array.of(3n), 'int32')).toEqual({ data: [3], shape: [1], type: 'int32' });
    expect(() => got([[1, 2.5]], 'int32')).toThrow('fit: x: expected whole numbers, got 2.5 at [0, 1].');
    expect(() => got(Float32Array.of(1, Number.NaN), 'int32')).toThrow(
      'expected whole numbers, got NaN at [1]',
    );
  });

  it.each([
    [
      [
        [1, 2],
        [1, 2],
        [3, 4],
        [5, 6],
        [7, 8, 9],
      ],
      'rows of one length, got a row of 3 values at [4] after rows of 2.',
    ],
    [[[1, 2], 3], 'rows of one length, got the single number 3 at [1] after rows of 2.'],
    [[1, [2]], 'rows of one length, got a row of 1 value at [1] after single numbers.'],
    [
      [
        [[1], [2]],
        [[3], []],
      ],
      'rows of one length, got a row of 0 values at [1, 1] after rows of 1.',
    ],
    [
      [
        [1, 2],
        [3, 'cat'],
      ],
      "numbers, got 'cat' at [1, 1]. Turn text into numbers first.",
    ],
    [['cat'], "numbers, got 'cat' at [0]. Turn text into numbers first."],
    [[1, null], 'numbers, got null at [1]. Fill in or leave out missing values.'],
    [[1, undefined], 'numbers, got undefined at [1].'],
    [[[1], undefined], 'numbers, got undefined at [1].'],
    [[{ a: 1 }], 'numbers, got an object with keys a at [0].'],
    [[1n], 'numbers, got the BigInt 1n at [0]. Use Number(…).'],
    [new Array(2), 'numbers, got undefined at [0].'],
    [undefined, 'numbers: nested arrays, a typed array, { data, shape } or an NDArray, got undefined.'],
    ['text', "numbers: nested arrays, a typed array, { data, shape } or an NDArray, got 'text'."],
    [new Map(), 'numbers: nested arrays, a typed array, { data, shape } or an NDArray, got an object'],
    [new DataView(new ArrayBuffer(4)), 'a typed array of numbers, got a DataView.'],
  ])('refuses what is not numbers, or not even, with the place of the first (%#)', (value, message) => {
    expect(() => got(value)).toThrow(`fit: x: expected ${message}`);
  });
});

describe('ndarray', () => {
  it('shapes flat data, and takes the shape of nested data', () => {
    expect(
      ndarray([
        [1, 2],
        [3, 4],
      ]).shape,
    ).toEqual([2, 2]);
    expect(ndarray([1, 2, 3, 4], [2, 2], 'int32').toArray()).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(() => ndarray([1, 2, 3], [2])).toThrow('ndarray: expected 2 values for shape [2], got 3.');
  });
});

describe('indexOf and findNonFinite', () => {
  it('names elements by their place along each axis', () => {
    expect(indexOf(7, [2, 2, 2])).toEqual([1, 1, 1]);
    expect(indexOf(6, [2, 2, 2])).toEqual([1, 1, 0]);
    expect(indexOf(5, [3, 2])).toEqual([2, 1]);
  });

  it('finds the first NaN or infinity, wherever it is', () => {
    const data = new Float32Array(10_000).fill(3e38);
    expect(findNonFinite(new NDArray(data, [5000, 2]))).toBeUndefined();
    data[9001] = Number.NEGATIVE_INFINITY;
    expect(findNonFinite(new NDArray(data, [5000, 2]))).toEqual([4500, 1]);
    data[4097] = Number.NaN;
    expect(findNonFinite(new NDArray(data, [5000, 2]))).toEqual([2048, 1]);
    expect(findNonFinite(ndarray([1, 2], [2], 'int32'))).toBeUndefined();
  });
});
