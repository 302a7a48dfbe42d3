import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { NDArray } from '../array/ndarray.js';
import { writeSafetensors } from './safetensors.js';
import { readWeightsFile, writeWeightsFile } from './weights-file.js';

let path: string;
beforeEach(async () => {
  path = join(await mkdtemp(join(tmpdir(), 'minibatch-weights-')), 'a.safetensors');
});
afterEach(() => rm(join(path, '..'), { recursive: true }));

const flags = new NDArray(Uint8Array.of(1), [1], 'bool');
const numbers = new NDArray(Float32Array.of(1, 2), [2]);

test('weights come back in their order, which the format itself does not keep', async () => {
  await writeWeightsFile(path, [flags, numbers], undefined, { note: 'x' });
  expect(await readWeightsFile(path)).toEqual({
    weights: [flags, numbers],
    names: ['weight_000', 'weight_001'],
    metadata: { note: 'x' },
  });
});

test("names are kept, also '10' before '2' and one that is there twice", async () => {
  await writeWeightsFile(path, [numbers, numbers, flags, flags], ['10', '2', '2', '__metadata__']);
  expect((await readWeightsFile(path)).names).toEqual(['10', '2', '2:weight_002', '__metadata__:weight_003']);
});

test("another program's file, or an order that does not fit, is read in the file's order", async () => {
  const tensors = new Map([
    ['b', numbers],
    ['a', flags],
  ]);
  for (const order of [undefined, '[', '5', '["a"]', '["a","a"]', '["a","c"]']) {
    await writeFile(path, writeSafetensors(tensors, order === undefined ? {} : { order }));
    expect((await readWeightsFile(path)).names).toEqual(['b', 'a']);
  }
});
