import { describe, expect, it } from 'vitest';
import { withClassWeight } from './class-weight.js';
import { fromArrays } from './from-arrays.js';

const specs = { where: 'fit', inputs: [{ name: 'x' }], outputs: [{ name: 'y' }] };
const labelled = (y: unknown, sampleWeight?: unknown) =>
  fromArrays({ x: [1, 2, 3, 4], y, sampleWeight }, specs);
const weights = (y: unknown, classWeight: Record<number, number>, classes?: number) =>
  withClassWeight(labelled(y), classWeight, 'fit', classes).arrays.sampleWeight[0].toArray();

describe('withClassWeight', () => {
  it('weighs each sample by its label or its one-hot class, 1 where none is named', () => {
    const classWeight = { 0: 0.5, 2: 3 };
    expect(weights([0, 1, 2, 0], classWeight)).toEqual([0.5, 1, 3, 0.5]);
    expect(weights([[0], [1], [2], [0]], classWeight)).toEqual([0.5, 1, 3, 0.5]);
    expect(weights(BigInt64Array.of(0n, 1n, 2n, 0n), classWeight)).toEqual([0.5, 1, 3, 0.5]);
    expect(
      weights(
        [
          [0.9, 0.1, 0],
          [0.2, 0.5, 0.3],
          [0, 0, 1],
          [1, 0, 0],
        ],
        classWeight,
      ),
    ).toEqual([0.5, 1, 3, 0.5]);
  });

  it('keeps the data, and hands the weights out by gather', () => {
    const dataset = withClassWeight(labelled([0, 1, 1, 0]), { 1: 5 });
    const into = { y: [new Float32Array(2)], sampleWeight: [new Float32Array(2)] };
    dataset.gather(Int32Array.of(2, 3), into);
    expect(into).toEqual({ y: [Float32Array.of(1, 0)], sampleWeight: [Float32Array.of(5, 1)] });
    expect(dataset.sampleWeight).toEqual([{ name: 'y', shape: [], dtype: 'float32' }]);
  });

  it('refuses keys that are no classes, weights that are no numbers, and sample weights beside', () => {
    const y = [0, 1, 2, 0];
    expect(() => weights(y, { [-1]: 1 })).toThrow(
      "fit: classWeight: expected a class, a whole number from 0 up, got the key '-1'.",
    );
    expect(() => weights(y, { 0.5: 1 })).toThrow("got the key '0.5'");
    expect(() => weights(y, { cat: 1 } as Record<number, number>)).toThrow("got the key 'cat'");
    expect(() => weights(y, { 3: 1 }, 3)).toThrow(
      "fit: classWeight: expected a class from 0 to 2, got the key '3'.",
    );
    expect(() =>
      weights(
        [
          [1, 0],
          [0, 1],
          [1, 0],
          [1, 0],
        ],
        { 2: 1 },
      ),
    ).toThrow('expected a class from 0 to 1');
    expect(() => weights(y, { 1: Number.NaN })).toThrow(
      'fit: classWeight[1]: expected a number from 0 up, got NaN.',
    );
    expect(() => weights(y, new Map([[1, 2]]) as never)).toThrow(
      'classWeight: expected a record from class to weight',
    );
    expect(() => withClassWeight(labelled(y, [1, 1, 1, 1]), { 1: 2 })).toThrow(
      'either classWeight or sampleWeight, got both',
    );
    expect(() => withClassWeight(fromArrays({ x: y }, specs), { 1: 2 })).toThrow(
      'a model with one output, got 0',
    );
    expect(() => weights([[[1]], [[1]], [[1]], [[1]]], { 1: 2 })).toThrow('got [4, 1, 1]');
  });
});
