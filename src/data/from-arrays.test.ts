import { describe, expect, it } from 'vitest';
import type { NDArray } from '../array/ndarray.js';
import { ndarray } from '../array/nested.js';
import { isDataset } from './dataset.js';
import { type DataSpecs, fromArrays, requireTargets, type UserData } from './from-arrays.js';

const one: DataSpecs = { where: 'fit', inputs: [{ name: 'numbers' }], outputs: [{ name: 'price' }] };
const two: DataSpecs = {
  where: 'fit',
  inputs: [{ name: 'left' }, { name: 'ids', dtype: 'int32' }],
  outputs: [{ name: 'a' }, { name: 'b' }],
};
const x = [
  [1, 2],
  [3, 4],
  [5, 6],
];
const lists = (data: UserData, specs = one) => {
  const { arrays } = fromArrays(data, specs);
  const plain = (list: readonly NDArray[]) => list.map((array) => array.toArray());
  return { x: plain(arrays.x), y: plain(arrays.y), sampleWeight: plain(arrays.sampleWeight) };
};

describe('fromArrays', () => {
  it('tells what the data is made of', () => {
    const dataset = fromArrays({ x, y: Int32Array.of(0, 1, 2), sampleWeight: [1, 2, 3] }, one);
    expect(dataset.samples).toBe(3);
    expect(dataset.x).toEqual([{ name: 'numbers', shape: [2], dtype: 'float32' }]);
    expect(dataset.y).toEqual([{ name: 'price', shape: [], dtype: 'int32' }]);
    expect(dataset.sampleWeight).toEqual([{ name: 'price', shape: [], dtype: 'float32' }]);
    expect(dataset.notes).toEqual([]);
    expect(isDataset(dataset)).toBe(true);
    expect(isDataset(x)).toBe(false);
  });

  it('copies rows into the memory of a batch', () => {
    const dataset = fromArrays({ x, y: Int32Array.of(7, 8, 9), sampleWeight: [1, 2, 3] }, one);
    const into = { x: [new Float32Array(6)], y: [new Float32Array(3)], sampleWeight: [new Float32Array(3)] };
    dataset.gather(Int32Array.of(2, 0), into);
    expect(into.x[0]).toEqual(Float32Array.of(5, 6, 1, 2, 0, 0));
    expect(into.y[0]).toEqual(Float32Array.of(9, 7, 0));
    expect(into.sampleWeight[0]).toEqual(Float32Array.of(3, 1, 0));
    const onlyX = { x: [new Float32Array(2)] };
    dataset.gather(Int32Array.of(1), onlyX);
    expect(onlyX.x[0]).toEqual(Float32Array.of(3, 4));
  });

  it('takes the one array of a model as it is, in a list of NDArrays, or by name', () => {
    for (const data of [
      x,
      ndarray(x),
      [ndarray(x)],
      { numbers: x },
      { data: [1, 2, 3, 4, 5, 6], shape: [3, 2] },
    ]) {
      expect(lists({ x: data }).x).toEqual([x]);
    }
    expect(lists({ x: [[1, 2]] }).x).toEqual([[[1, 2]]]);
  });

  it('takes several arrays by list or by name, in the order of the model', () => {
    const ids = [7, 16777217, 9];
    for (const data of [[x, ids], { ids, left: x }]) {
      expect(lists({ x: data, y: { b: [4, 5, 6], a: [1, 2, 3] } }, two)).toEqual({
        x: [x, ids],
        y: [
          [1, 2, 3],
          [4, 5, 6],
        ],
        sampleWeight: [],
      });
    }
  });

  it('uses one list of weights for all outputs, or one for each', () => {
    const data = {
      x: [x, [1, 2, 3]],
      y: [
        [1, 2, 3],
        [4, 5, 6],
      ],
    };
    const w = [1, 2, 3];
    for (const sampleWeight of [w, Float32Array.from(w), ndarray(w)]) {
      expect(lists({ ...data, sampleWeight }, two).sampleWeight).toEqual([w, w]);
    }
    expect(lists({ ...data, sampleWeight: [w, [4, 5, 6]] }, two).sampleWeight).toEqual([w, [4, 5, 6]]);
    expect(lists({ ...data, sampleWeight: { b: w, a: [4, 5, 6] } }, two).sampleWeight).toEqual([
      [4, 5, 6],
      w,
    ]);
  });

  it.each<[UserData, string, DataSpecs?]>([
    [{ x: undefined }, 'fit: x: expected data, got undefined. Pass an array with one entry for each sample.'],
    [{ x: null }, 'fit: x: expected data, got null.'],
    [{ x: [] }, 'fit: x: expected at least one sample, got an empty array.'],
    [{ x: [[], []] }, 'fit: x: expected at least one sample, got an empty array.'],
    [{ x: 3 }, 'fit: x: expected an array with one entry for each sample, got the single number 3.'],
    [
      { x, y: [1, 2] },
      'fit: y: expected 3 samples, as in x, got 2. Every array needs one entry for each sample.',
    ],
    [
      { x, y: [1, 2, 3], sampleWeight: [1, 1] },
      'fit: sampleWeight: expected 3 samples, one for each sample, got 2.',
    ],
    [
      { x: [[1, 2], [3, 4], [5]] },
      'fit: x: expected rows of one length, got a row of 1 value at [2] after rows of 2.',
    ],
    [{ x, y: [1, 'two', 3] }, "fit: y: expected numbers, got 'two' at [1]. Turn text into numbers first."],
    [
      { x: { nubmers: x } },
      "fit: x: expected the name of a known part, got 'nubmers'. Did you mean 'numbers'?",
    ],
    [{ x: {} }, 'fit: x: expected an array for each of numbers, got none for numbers.'],
    [
      { x: [x] },
      'fit: x: expected 2 arrays, one for each of left, ids, got a list of 1. Pass [left, ids] or',
      two,
    ],
    [{ x: ndarray(x) }, 'fit: x: expected 2 arrays, one for each of left, ids, got one array.', two],
    [{ x: { left: x } }, 'fit: x: expected an array for each of left, ids, got none for ids.', two],
    [{ x: [x, [1, 2]] }, 'fit: x.ids: expected 3 samples, as in left, got 2.', two],
    [{ x: [x, [1, 2, 2.5]] }, 'fit: x.ids: expected whole numbers, got 2.5 at [2].', two],
    [{ x: [x, [1, 2, 3]], y: [[1, 2, 3], [1]] }, 'fit: y.b: expected 3 samples, as in x, got 1.', two],
  ])('refuses data that does not fit (%#)', (data, message, specs = one) => {
    expect(() => fromArrays(data, specs)).toThrow(message);
  });

  it('tells where the first NaN or infinity is', () => {
    const y = [1, Number.POSITIVE_INFINITY, Number.NaN];
    expect(
      fromArrays(
        {
          x: [
            [1, 2],
            [3, Number.NaN],
            [5, 6],
          ],
          y,
        },
        one,
      ).notes,
    ).toEqual([
      'fit: x holds NaN at [1, 1], the first of its values that is not a finite number. Every result that it touches becomes NaN.',
      'fit: y holds Infinity at [1], the first of its values that is not a finite number. Every result that it touches becomes NaN.',
    ]);
    expect(fromArrays({ x: [x, [1, 2, 3]], y: [[1, 2, 3], y] }, two).notes[0]).toContain(
      'fit: y.b holds Infinity at [1],',
    );
  });

  it('leaves missing targets to those who need them', () => {
    expect(() => requireTargets(fromArrays({ x }, one), 'fit')).toThrow(
      'fit: y: expected targets, got none.',
    );
    expect(() => requireTargets(fromArrays({ x, y: [1, 2, 3] }, one), 'fit')).not.toThrow();
  });
});
