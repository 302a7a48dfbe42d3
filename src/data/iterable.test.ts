import { describe, expect, it } from 'vitest';
import { ndarray } from '../array/nested.js';
import { type BatchSource, isBatchSource, readBatches, type UserBatch } from './iterable.js';

const specs = { where: 'fit', inputs: [{ name: 'x' }], outputs: [{ name: 'y' }] };
const read = async (source: BatchSource) => {
  const batches = [];
  for await (const { samples, arrays } of readBatches(source, specs)) {
    const [x, y, w] = [arrays.x, arrays.y, arrays.sampleWeight].map(([array]) => array?.toArray());
    batches.push({ samples, x, y, w });
  }
  return batches;
};
const batch = [
  [[1], [2]],
  [3, 4],
  [5, 6],
] as const;

describe('readBatches', () => {
  it('reads tuples and records, of two or three parts or x alone', async () => {
    const all = { samples: 2, x: [[1], [2]], y: [3, 4], w: [5, 6] };
    const [x, y, sampleWeight] = batch;
    const source: UserBatch[] = [[x, y, sampleWeight], { x, y, sampleWeight }, [x, y], [x], { x }];
    const unweighted = { ...all, w: undefined };
    const bare = { ...unweighted, y: undefined };
    expect(await read(source.values())).toEqual([all, all, unweighted, bare, bare]);
    expect(await read([ndarray([[1], [2]]) as never].values())).toEqual([bare]);
  });

  it('starts anew for a function or a reusable iterable, and goes through a generator once', async () => {
    function* generate(): Generator<UserBatch> {
      yield batch;
      yield batch;
    }
    async function* generateLater(): AsyncGenerator<UserBatch> {
      yield* generate();
    }
    for (const source of [generate, generateLater, new Set<UserBatch>([batch, [...batch]])]) {
      expect(await read(source)).toHaveLength(2);
      expect(await read(source)).toHaveLength(2);
    }
    const once = generate();
    expect(await read(once)).toHaveLength(2);
    expect(await read(once)).toHaveLength(0);
  });

  it('names the batch that does not fit', async () => {
    await expect(read([batch, [[1, 2], [3]] as const].values())).rejects.toThrow(
      'fit: batch 1: y: expected 2 samples, as in x, got 1.',
    );
    await expect(read([7 as never].values())).rejects.toThrow(
      'fit: batch 0: expected [x, y], [x, y, sampleWeight] or { x, y, sampleWeight }, got 7.',
    );
    await expect(read([[1, 2, 3, 4] as never].values())).rejects.toThrow('got a list of 4.');
    await expect(read((() => 3) as never)).rejects.toThrow(
      'a function that returns an iterable of batches, got 3.',
    );
  });

  it('knows a source of batches from arrays', () => {
    for (const array of [
      [1],
      Float32Array.of(1),
      ndarray([1]),
      { data: [1], shape: [1] },
      { x: [1] },
      1,
      null,
    ]) {
      expect(isBatchSource(array)).toBe(false);
    }
    for (const source of [new Set(), (function* () {})(), (async function* () {})(), () => []]) {
      expect(isBatchSource(source)).toBe(true);
    }
  });
});
