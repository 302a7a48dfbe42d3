import { describe, expect, it } from 'vitest';
import { constantOf, placeholder } from '../graph/leaf.js';
import type { Tensor } from '../graph/tensor.js';
import * as ops from './index.js';

const x = placeholder('x', 'float32', ['batch', 3]);
const y = placeholder('y', 'float32', [4, 2]);
const ids = placeholder('ids', 'int32', ['batch']);

const cases: [string, () => Tensor, string][] = [
  ['add', () => ops.add(x, y), 'add: expected shapes that broadcast, got [batch, 3] and [4, 2].'],
  ['two symbols', () => ops.mul(x, placeholder('t', 'float32', ['time', 3])), '[batch, 3] and [time, 3]'],
  ['mixed dtypes', () => ops.sub(ids, x), 'sub: expected two tensors of one dtype, got int32 and float32.'],
  [
    'where',
    () => ops.where(x, x, x),
    'where: expected a bool condition and two tensors of one dtype, got float32',
  ],
  ['matmul', () => ops.matmul(x, y), 'matmul: expected inner axes of one length, got [batch, 3] and [4, 2].'],
  ['matmul, transposed', () => ops.matmul(y, x, { transposeB: true }), '[4, 2] and [batch, 3] (transposed)'],
  [
    'matmul of vectors',
    () => ops.matmul(ids, ids),
    'matmul: expected tensors of two axes or more, got [batch].',
  ],
  [
    'reshape',
    () => ops.reshape(x, ['batch', 4]),
    'reshape: expected a shape of 3*batch elements as [batch, 3] has',
  ],
  ['reshape by -1', () => ops.reshape(x, [-1, 2]), 'a shape that [batch, 3] can be cut into, got [-1, 2].'],
  ['transpose', () => ops.transpose(x, [0, 0]), 'transpose: expected an order of 2 axes, got [0, 0].'],
  [
    'transpose outside',
    () => ops.transpose(x, [0, 2]),
    'transpose: expected an order of 2 axes, got [0, 2].',
  ],
  ['concat', () => ops.concat([x, y]), 'concat: expected shapes that agree except along axis 1'],
  ['concat of symbols', () => ops.concat([x, x], 0), 'and are known there, got [batch, 3], [batch, 3].'],
  [
    'slice',
    () => ops.slice(x, { axis: 1, start: 1, length: 3 }),
    'slice: expected a range within 0 to 3, got 1 to 4.',
  ],
  [
    'slice of a symbol',
    () => ops.slice(x, { axis: 0, start: 0, length: 1 }),
    'slice: expected a known length along axis 0',
  ],
  [
    'pad',
    () => ops.pad(x, { axis: 1, before: -1, after: 0 }),
    'pad: expected no negative lengths, got -1 and 0.',
  ],
  [
    'pad of a symbol',
    () => ops.pad(x, { axis: 0, before: 1, after: 0 }),
    'pad: expected a known length along axis 0',
  ],
  [
    'broadcastTo',
    () => ops.broadcastTo(y, [2]),
    'broadcastTo: expected a shape that stretches to [2], got [4, 2].',
  ],
  ['gather', () => ops.gather(y, x), 'gather: expected ids of dtype int32 or int64, got float32. Cast them.'],
  [
    'gatherLast',
    () => ops.gatherLast(x, placeholder('i', 'int32', [3])),
    'gatherLast: ids: expected [batch], got [3].',
  ],
  ['oneHot', () => ops.oneHot(ids, 0), 'oneHot: depth: expected a whole number above 0, got 0.'],
  ['oneHot of floats', () => ops.oneHot(x, 3), 'oneHot: expected ids of dtype int32 or int64, got float32.'],
  ['sum', () => ops.reduceSum(x, { axes: [2] }), 'reduceSum: axis: expected an axis from -2 to 1, got 2.'],
  [
    'sum twice',
    () => ops.reduceSum(x, { axes: [1, -1] }),
    'reduceSum: axes: expected axes that differ, got [1, -1].',
  ],
  ['argMax', () => ops.argMax(x, -3), 'argMax: axis: expected an axis from -2 to 1, got -3.'],
  [
    'sparse labels',
    () => ops.sparseSoftmaxCrossEntropy(x, placeholder('i', 'int64', ['batch', 1])),
    'expected [batch], got [batch, 1].',
  ],
  [
    'labels',
    () => ops.softmaxCrossEntropy(x, y),
    'softmaxCrossEntropy: labels: expected [batch, 3], got [4, 2].',
  ],
  [
    'labels of yes',
    () => ops.sigmoidCrossEntropy(x, y),
    'sigmoidCrossEntropy: labels: expected [batch, 3], got [4, 2].',
  ],
];

describe('ops refuse, in words, what does not fit', () => {
  it.each(cases)('%s', (_, build, message) => {
    expect(build).toThrow(message);
  });

  it('ids outside when the reference engine computes them', () => {
    const table = constantOf({ dtype: 'float32', shape: [2], data: Float32Array.of(1, 2) });
    const wrong = constantOf({ dtype: 'int32', shape: [1], data: Int32Array.of(2) });
    const { kernel } = ops.gather(table, wrong).node.op;
    const value = (...data: number[]) => ({ data: Float64Array.from(data), shape: [data.length] });
    const output = [{ shape: [1], dtype: 'float32' as const }];
    expect(() => kernel([value(1, 2), value(2)], {}, output)).toThrow(
      'ids: expected numbers from -2 to 1, got 2.',
    );
    expect(kernel([value(1, 2), value(-1)], {}, output)).toEqual([Float64Array.of(2)]);
  });
});
