import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sizeOf } from '../array/ndarray.js';
import { nativeEngine } from '../engines/native.js';
import { referenceEngine } from '../engines/reference.js';
import * as ops from '../ops/index.js';
import { expectClose } from '../testing/expect-close.js';
import { runGraph } from '../testing/run-graph.js';
import { gradients } from './gradients.js';
import { type Graph, graph, nodesOf } from './graph.js';
import { constant, filled, placeholder } from './leaf.js';
import { print } from './print.js';
import { simplify } from './simplify.js';
import type { Tensor } from './tensor.js';

const { add, broadcastTo, div, exp, matmul, mul, neg, pow, reduceMean, reduceSum, reshape, sub, transpose } =
  ops;
const x = placeholder('x', 'float32', ['batch', 3]);
const y = placeholder('y', 'float32', [3, 2]);
const s = placeholder('s', 'float32', []);
const inputs = [x, y, s].map((tensor) => ({ name: String(tensor.node.attributes.name), tensor }));

/** What is left of one output, as printed: its lines without types. */
function left(...tensors: Tensor[]): string[] {
  const outputs = tensors.map((tensor, i) => ({ name: `out${i}`, tensor }));
  const lines = print(simplify(graph('g', inputs, outputs)))
    .split('\n')
    .slice(1);
  return lines.map((line) => line.trim().split('  ')[0]);
}

describe('simplify', () => {
  it('computes what is constant, once and for all, unless that makes it larger', () => {
    expect(left(mul(x, add(constant(2), mul(constant(3), 4))))).toEqual(['%0 = mul(x, 14)', '→ out0: %0']);
    expect(left(broadcastTo(constant(2), [50, 50]))[0]).toBe('%0 = broadcastTo(2) shape=[50, 50]');
    expect(left(reduceSum(filled([50, 50], 2)))).toEqual(['→ out0: 5000']);
  });

  it('computes once what is computed twice, attributes included', () => {
    const twice = add(exp(mul(x, s)), exp(mul(x, s)));
    expect(left(twice)).toEqual(['%0 = mul(x, s)', '%1 = exp(%0)', '%2 = mul(%1, 2)', '→ out0: %2']);
    const axes = add(reduceSum(y, { axes: [0] }), reshape(reduceSum(y, { axes: [0], keepDims: true }), [2]));
    expect(left(axes).filter((line) => line.includes('reduceSum')).length).toBe(2);
    const bounds = add(ops.clip(x, Number.NEGATIVE_INFINITY, 1), ops.clip(x, 0, 1));
    expect(left(bounds).filter((line) => line.includes('clip')).length).toBe(2);
    // 1 / 0 and 1 / -0 differ.
    expect(left(add(div(s, constant(0)), div(s, constant(-0)))).length).toBe(4);
  });

  it('drops what no output needs, and keeps the inputs', () => {
    const { inputs: kept } = simplify(graph('g', inputs, [{ name: 'out', tensor: exp(s) }]));
    expect(kept).toEqual(inputs);
    expect(left(x)).toEqual(['→ out0: x']);
  });

  it('folds transposes into one another and into products', () => {
    expect(left(transpose(transpose(x)))).toEqual(['→ out0: x']);
    const t = placeholder('t', 'float32', [2, 3, 4]);
    const turned = simplify(
      graph(
        'g',
        [{ name: 't', tensor: t }],
        [{ name: 'o', tensor: transpose(transpose(t, [1, 2, 0]), [1, 2, 0]) }],
      ),
    );
    expect(turned.outputs[0].tensor.node.attributes.permutation).toEqual([2, 0, 1]);
    expect(left(matmul(transpose(y), transpose(x)))).toEqual([
      '%0 = matmul(y, x) transposeA transposeB',
      '→ out0: %0',
    ]);
    expect(left(matmul(x, transpose(y), { transposeB: true }))).toEqual(['%0 = matmul(x, y)', '→ out0: %0']);
  });

  it('leaves neutral numbers, reshapes of reshapes and casts of nothing out', () => {
    expect(left(div(mul(add(sub(x, 0), 0), 1), 1))).toEqual(['→ out0: x']);
    expect(left(add(constant(0), mul(constant(1), pow(x, 1))))).toEqual(['→ out0: x']);
    expect(left(reshape(reshape(x, [-1]), ['batch', 3]))).toEqual(['→ out0: x']);
    expect(left(reshape(reshape(x, [-1]), [3, 'batch']))).toEqual([
      '%0 = reshape(x) shape=[3, batch]',
      '→ out0: %0',
    ]);
    expect(left(ops.stopGradient(x))).toEqual(['→ out0: x']);
    // 0 stretches: adding it is no longer nothing.
    expect(left(add(s, filled([2], 0)))).toEqual(['%0 = broadcastTo(s) shape=[2]', '→ out0: %0']);
  });

  it('brings signs and constant factors together', () => {
    const line = (tensor: Tensor) => left(tensor).slice(0, -1).join('; ');
    expect(line(neg(neg(x)))).toBe('');
    expect(line(neg(sub(x, s)))).toBe('%0 = sub(s, x)');
    expect(line(neg(mul(x, 3)))).toBe('%0 = mul(x, -3)');
    expect(line(neg(div(x, 4)))).toBe('%0 = mul(x, -0.25)');
    expect(line(mul(mul(x, 3), 4))).toBe('%0 = mul(x, 12)');
    expect(line(mul(4, div(mul(3, x), 8)))).toBe('%0 = mul(x, 1.5)');
    expect(line(div(neg(x), 2))).toBe('%0 = mul(x, -0.5)');
    expect(line(mul(neg(x), 5))).toBe('%0 = mul(x, -5)');
    expect(line(mul(x, -1))).toBe('%0 = neg(x)');
    expect(line(mul(neg(x), neg(s)))).toBe('%0 = mul(x, s)');
    expect(line(add(x, neg(s)))).toBe('%0 = sub(x, s)');
    expect(line(add(neg(x), s))).toBe('%0 = sub(s, x)');
    expect(line(sub(x, neg(s)))).toBe('%0 = add(x, s)');
    expect(line(sub(0, x))).toBe('%0 = neg(x)');
    expect(line(add(x, x))).toBe('%0 = mul(x, 2)');
    expect(line(neg(mul(s, x)))).toBe('%0 = neg(s); %1 = mul(%0, x)');
    expect(line(mul(mul(x, div(s, 5)), 2))).toBe('%0 = mul(s, 0.4); %1 = mul(%0, x)');
    expect(line(div(mul(s, x), 4))).toBe('%0 = div(s, 4); %1 = mul(%0, x)');
    expect(line(pow(x, 2))).toBe('%0 = mul(x, x)');
    expect(line(pow(x, 3))).toBe('%0 = pow(x, 3)');
  });

  it('computes before it stretches', () => {
    const wide = broadcastTo(s, ['batch', 3]);
    expect(left(mul(x, wide))).toEqual(['%0 = mul(x, s)', '→ out0: %0']);
    expect(left(exp(mul(wide, 2)))).toEqual([
      '%0 = mul(s, 2)',
      '%1 = exp(%0)',
      '%2 = broadcastTo(%1) shape=[batch, 3]',
      '→ out0: %2',
    ]);
    expect(left(ops.where(ops.greater(wide, 0), x, wide))).toEqual([
      '%0 = greater(s, 0)',
      '%1 = where(%0, x, s)',
      '→ out0: %1',
    ]);
    expect(left(mul(reshape(broadcastTo(reshape(s, [1]), ['batch']), ['batch', 1]), x))[0]).toBe(
      '%0 = mul(s, x)',
    );
    expect(left(broadcastTo(broadcastTo(s, [3]), ['batch', 3]))[0]).toBe(
      '%0 = broadcastTo(s) shape=[batch, 3]',
    );
  });

  it('sums everything at once, and nothing over axes of one', () => {
    expect(left(reduceSum(reduceSum(x, { axes: [1] })))).toEqual([
      '%0 = reduceSum(x) axes=[0, 1]',
      '→ out0: %0',
    ]);
    const column = reshape(x, ['3*batch', 1]);
    expect(left(reduceSum(reduceMean(column, { axes: [1] })))[0]).toBe('%0 = reduceSum(x) axes=[0, 1]');
    expect(left(ops.reduceMax(column, { axes: [1], keepDims: true }))[0]).toBe(
      '%0 = reshape(x) shape=[3*batch, 1]',
    );
  });

  it('leaves a neuron and its gradients with eleven nodes at most', () => {
    const [w, b] = [placeholder('w', 'float32', [3, 1]), placeholder('b', 'float32', [1])];
    const t = placeholder('t', 'float32', ['batch', 1]);
    const values = reduceMean(ops.abs(sub(t, add(matmul(x, w), b))), { axes: [-1] });
    const loss = mul(reduceSum(values), s);
    const found = gradients(loss, [w, b], { seed: constant(1), add }) as Tensor[];
    const all = [x, w, b, t, s].map((tensor) => ({ name: String(tensor.node.attributes.name), tensor }));
    const outputs = [loss, ...found].map((tensor, i) => ({ name: `out${i}`, tensor }));
    const nodes = nodesOf(simplify(graph('neuron', all, outputs)).outputs.map((output) => output.tensor));
    expect(nodes.filter((node) => node.op.name !== 'input').length).toBeLessThanOrEqual(11);
  });

  it('takes a chain of 20,000 nodes', () => {
    let chain: Tensor = x;
    for (let i = 0; i < 20_000; i++) chain = sub(chain, s);
    expect(left(chain).length).toBe(20_001);
  });

  it('keeps the values of any graph, on the reference engine and the native one', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(), { minLength: 8, maxLength: 40 }), async (choices) => {
        const plain = randomGraph(choices);
        const given = {
          x: { data: Array.from({ length: 12 }, (_, i) => Math.sin(i * 1.3) + 0.1), shape: [4, 3] },
          y: { data: [0.5, -0.25, 1.5, 0.75, -1, 0.125], shape: [3, 2] },
          s: { data: [0.7], shape: [] },
        };
        const simple = simplify(plain);
        const before = await runGraph(referenceEngine, plain, given);
        const after = await runGraph(referenceEngine, simple, given);
        const native = await runGraph(nativeEngine, simple, given);
        for (const { name } of plain.outputs) {
          expectClose(`simplified ${name}`, after[name], before[name], 1e-5);
          if (before[name].data.every((value) => Math.abs(value) < 1e4)) {
            expectClose(`native ${name}`, native[name], before[name], 1e-3);
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});

/** A graph from a list of numbers: each picks an op and what it is applied to; the last tensors come out. */
function randomGraph(choices: readonly number[]): Graph {
  const pool: Tensor[] = [x, y, s, constant(0), constant(1), constant(-1), constant(2.5), filled([3], 0.5)];
  let at = 0;
  const next = (limit: number) => choices[at++ % choices.length] % limit;
  const pick = () => pool[next(pool.length)];
  for (let i = 0; i < choices.length / 2; i++) {
    const [a, b] = [pick(), pick()];
    const made = attempt(() => rules[next(rules.length)](a, b));
    if (made !== undefined && made.dtype === 'float32' && elements(made) <= 200) pool.push(made);
  }
  const last = pool.slice(-3);
  const total = last.map((tensor) => reduceSum(tensor)).reduce((sum, part) => add(sum, part));
  const found = gradients(total, [x, y, s], { seed: constant(1), add }).filter((each) => each !== undefined);
  const outputs = [...last, ...found].map((tensor, i) => ({ name: `out${i}`, tensor }));
  return graph('random', inputs, outputs);
}

const elements = (tensor: Tensor) => sizeOf(tensor.shape.map((dim) => (typeof dim === 'number' ? dim : 4)));

/** Undefined where the shapes do not fit. */
function attempt(build: () => Tensor): Tensor | undefined {
  try {
    return build();
  } catch {
    return undefined;
  }
}

const rules: ((a: Tensor, b: Tensor) => Tensor)[] = [
  add,
  sub,
  mul,
  (a, b) => div(a, add(mul(b, b), 1)),
  (a) => div(a, 4),
  (a) => mul(a, -3),
  (a, b) => matmul(a, b),
  (a, b) => matmul(transpose(a), b, { transposeA: true }),
  neg,
  (a) => ops.tanh(a),
  (a) => ops.relu(a),
  (a) => ops.sigmoid(a),
  (a) => transpose(a),
  (a) => reshape(a, [-1]),
  (a) => ops.expandDims(a, 0),
  (a) => ops.expandDims(a, -1),
  (a) => reduceSum(a),
  (a) => reduceSum(a, { axes: [-1], keepDims: true }),
  (a) => reduceMean(a, { axes: [0] }),
  (a, b) => broadcastTo(a, b.shape),
  (a) => broadcastTo(a, ['batch', 3]),
  (a, b) => ops.where(ops.greater(a, b), a, neg(b)),
  (a) => pow(a, 2),
  (a) => ops.softmax(a),
];
