import { describe, expect, it } from 'vitest';
import type { Tensor } from '../graph/tensor.js';
import { checkOp, type OpCheck } from '../testing/check-op.js';
import { goldenOp, goldenOps } from '../testing/golden-op.js';
import * as ops from './index.js';

type Build = (inputs: Tensor[]) => Tensor;
type Options = Pick<OpCheck, 'batch' | 'gradient' | 'second' | 'tolerance'>;

/** How each golden case is built here, which inputs' first axis is the batch, and what else is checked. */
const table: Record<string, [Build, Options?]> = {};

const smooth = { gradient: true, second: true };
/** Central differences mean nothing on a kink. */
const kinked = {};

const { add, sub, mul, div, pow, maximum, minimum } = ops;
const batches = { same: [0, 1], row: [0], column: [0, 1], scalar: [0], outer: [0], left: [1], lead: [0] };
for (const [name, op] of Object.entries({ add, sub, mul, div, pow, maximum, minimum })) {
  for (const [kind, batch] of Object.entries(batches)) {
    table[`${name} ${kind}`] = [([a, b]) => op(a, b), { batch, ...smooth }];
  }
}
table['maximum ties'] = [([a, b]) => ops.maximum(a, b), kinked];
table['minimum ties'] = [([a, b]) => ops.minimum(a, b), kinked];
table['pow of zero and negatives'] = [([x]) => ops.pow(x, 3), { ...smooth, batch: [0] }];
table['pow of zero, and to the power of zero'] = [([a, b]) => ops.pow(a, b), kinked];
table['div by zero'] = [([a, b]) => ops.div(a, b), kinked];
table['add of int32'] = [([a, b]) => ops.add(a, b)];
table['mul of int64'] = [([a, b]) => ops.mul(a, b)];
const { equal, less, greater, lessEqual, greaterEqual, notEqual } = ops;
for (const [name, op] of Object.entries({ equal, less, greater, lessEqual, greaterEqual, notEqual })) {
  table[name] = [([a, b]) => op(a, b), { batch: [0] }];
  table[`${name} of floats`] = [([a, b]) => op(a, b), { batch: [0, 1] }];
}
table.and = [([a, b]) => ops.and(a, b), { batch: [0] }];
table.or = [([a, b]) => ops.or(a, b), { batch: [0] }];
table.not = [([x]) => ops.not(x), { batch: [0] }];

const { neg, abs, sign, floor, ceil, round, exp, log, sqrt, reciprocal } = ops;
const { tanh, sigmoid, relu, softplus, erf, sin, cos, square } = ops;
const algebra = { neg, abs, sign, floor, ceil, round, exp, log, sqrt, reciprocal, square };
const curves = { tanh, sigmoid, relu, softplus, erf, sin, cos };
for (const [name, op] of Object.entries({ ...algebra, ...curves })) {
  table[name] = [([x]) => op(x), { batch: [0] }];
}
table.smooth = [
  ([x]) => ops.add(ops.mul(ops.tanh(x), ops.sigmoid(x)), ops.mul(ops.softplus(x), ops.sin(x))),
  { ...smooth, batch: [0] },
];
table.clip = [([x]) => ops.clip(x, -1, 1.5), { batch: [0] }];
table['clip above'] = [([x]) => ops.clip(x, Number.NEGATIVE_INFINITY, 0.25), { batch: [0], gradient: true }];
table.where = [([c, a, b]) => ops.where(c, a, b), { batch: [0, 1], ...smooth }];
table['where of scalars'] = [([c, a, b]) => ops.where(c, a, b), { batch: [0], ...smooth }];
table.stopGradient = [([x]) => ops.mul(x, ops.stopGradient(x)), { batch: [0] }];
table['cast to int32'] = [([x]) => ops.cast(x, 'int32'), { batch: [0] }];
table['cast to bool'] = [([x]) => ops.cast(x, 'bool'), { batch: [0] }];
table['cast from bool'] = [([x]) => ops.cast(x, 'float32'), { batch: [0] }];
table['cast from int64'] = [([x]) => ops.cast(x, 'float32'), { batch: [0] }];

const axes = { all: undefined, first: [0], last: [-1], middle: [1], two: [0, 2] };
const reductions = { sum: ops.reduceSum, mean: ops.reduceMean, max: ops.reduceMax, min: ops.reduceMin };
for (const [name, reduce] of Object.entries(reductions)) {
  for (const [kind, chosen] of Object.entries(axes)) {
    for (const keepDims of [false, true]) {
      table[`${name} ${kind}${keepDims ? ' kept' : ''}`] = [
        ([x]) => reduce(x, { axes: chosen, keepDims }),
        { batch: [0], ...smooth },
      ];
    }
  }
}
table['max ties'] = [([x]) => ops.reduceMax(x, { axes: [1] }), { batch: [0] }];
table['min ties'] = [([x]) => ops.reduceMin(x, { axes: [1] }), { batch: [0] }];
table['argMax last'] = [([x]) => ops.argMax(x), { batch: [0] }];
table['argMax first'] = [([x]) => ops.argMax(x, 0), { batch: [0] }];
table.softmax = [([x]) => ops.softmax(x), { batch: [0], ...smooth }];
table['softmax first'] = [([x]) => ops.softmax(x, 0), smooth];
table['softmax of large numbers'] = [([x]) => ops.softmax(x), { batch: [0] }];
table.logSoftmax = [([x]) => ops.logSoftmax(x), { batch: [0], ...smooth }];
table['logSoftmax middle'] = [([x]) => ops.logSoftmax(x, 1), { batch: [0], ...smooth }];
table['logSoftmax of large numbers'] = [([x]) => ops.logSoftmax(x), { batch: [0] }];

table.reshape = [([x]) => ops.reshape(x, [x.shape[0], -1]), { batch: [0], ...smooth }];
table.expandDims = [([x]) => ops.expandDims(x, -1), { batch: [0], ...smooth }];
table.transpose = [([x]) => ops.transpose(x), { batch: [0], ...smooth }];
table['transpose chosen'] = [([x]) => ops.transpose(x, [1, 0, 2]), { batch: [0], ...smooth }];
table['concat last'] = [(all) => ops.concat(all), { batch: [0, 1, 2], ...smooth }];
table['concat first'] = [(all) => ops.concat(all, 0), smooth];
table['concat middle'] = [(all) => ops.concat(all, 1), { batch: [0, 1], ...smooth }];
table.slice = [([x]) => ops.slice(x, { axis: 1, start: 1, length: 2 }), { batch: [0], ...smooth }];
table['slice first'] = [([x]) => ops.slice(x, { axis: 0, start: 1, length: 1 }), smooth];
table.pad = [([x]) => ops.pad(x, { axis: 1, before: 1, after: 2 }), { batch: [0], ...smooth }];
table['pad last'] = [([x]) => ops.pad(x, { axis: -1, before: 0, after: 1 }), { batch: [0], ...smooth }];
table.broadcastTo = [([x]) => ops.broadcastTo(x, [2, ...x.shape.slice(0, 1), 4]), { batch: [0], ...smooth }];
table['broadcastTo of a scalar'] = [([x]) => ops.broadcastTo(x, [2, 3]), smooth];

for (const name of ['gather', 'gather of many axes', 'gather of numbers']) {
  table[name] = [([rows, ids]) => ops.gather(rows, ids), { batch: [1], ...smooth }];
}
table.scatterAdd = [([rows, ids]) => ops.scatterAdd(rows, ids, [5, 3]), { batch: [0, 1], ...smooth }];
table['scatterAdd of many axes'] = [
  ([rows, ids]) => ops.scatterAdd(rows, ids, [4, 2]),
  { batch: [0, 1], ...smooth },
];
table.gatherLast = [([x, ids]) => ops.gatherLast(x, ids), { batch: [0, 1], ...smooth }];
table['gatherLast of many axes'] = table.gatherLast;
table.oneHot = [([ids]) => ops.oneHot(ids, 4), { batch: [0] }];
table['oneHot of int64'] = [([ids]) => ops.oneHot(ids, 3), { batch: [0] }];

for (const transposeA of [false, true]) {
  for (const transposeB of [false, true]) {
    const flags = `${transposeA ? 'transposed' : 'plain'} by ${transposeB ? 'transposed' : 'plain'}`;
    const build: Build = ([a, b]) => ops.matmul(a, b, { transposeA, transposeB });
    const sizes = {
      '': transposeA ? [] : [0],
      ', batched': [0, 1],
      ', one for all': [0],
      ', all by one': [1],
      ', broadcast': [0],
    };
    for (const [kind, batch] of Object.entries(sizes))
      table[`matmul ${flags}${kind}`] = [build, { batch, ...smooth }];
  }
}

for (const kind of ['', ' of many axes', ' of large numbers']) {
  table[`sparseSoftmaxCrossEntropy${kind}`] = [
    ([x, ids]) => ops.sparseSoftmaxCrossEntropy(x, ids),
    { batch: [0, 1], ...(kind === ' of large numbers' ? {} : smooth) },
  ];
}
table.softmaxCrossEntropy = [
  ([x, labels]) => ops.softmaxCrossEntropy(x, labels),
  { batch: [0, 1], ...smooth },
];
table.sigmoidCrossEntropy = [
  ([x, labels]) => ops.sigmoidCrossEntropy(x, labels),
  { batch: [0, 1], ...smooth },
];

describe('an op gives the values and gradients of JAX on every engine', () => {
  for (const [name, [build, options]] of Object.entries(table)) {
    it(name, async () => {
      await checkOp({ ...goldenOp(name, build), ...options });
    });
  }

  it('in every golden case', () => {
    expect(Object.keys(table).toSorted()).toEqual([...goldenOps].toSorted());
  });
});
