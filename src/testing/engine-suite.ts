import { describe, expect, it } from 'vitest';
import type { DType } from '../array/ndarray.js';
import type { Engine } from '../engines/engine.js';
import { referenceEngine } from '../engines/reference.js';
import { gradients } from '../graph/gradients.js';
import { type Graph, graph, type NamedTensor } from '../graph/graph.js';
import { constant, constantOf, placeholder } from '../graph/leaf.js';
import { simplify } from '../graph/simplify.js';
import type { Tensor } from '../graph/tensor.js';
import * as ops from '../ops/index.js';
import { expectClose } from './expect-close.js';
import { allocateBuffers, fill, type HostArrays, prepare, runGraph } from './run-graph.js';

/** What every engine must do, the same for all: `engineSuite(nativeEngine)` in a test file. */
export function engineSuite(engine: Engine): void {
  describe(`the ${engine.name} engine`, () => {
    it('gives the values and gradients of a classifier, at every batch size with one program', async () => {
      const classifier = simplify(classifierGraph());
      const program = await prepare(engine, classifier);
      for (const batch of [1, 5, 32, 5]) {
        const given = classifierInputs(batch);
        const got = await program.run(given);
        const expected = await runGraph(referenceEngine, classifier, given);
        for (const { name } of classifier.outputs) {
          expectClose(`${name} at batch ${batch}`, got[name], expected[name], 1e-5);
        }
      }
      program.release();
    });

    it('gives the same with two threads', async () => {
      const classifier = simplify(classifierGraph());
      const given = classifierInputs(7);
      const program = await prepare(engine, classifier, { threads: 2 });
      const expected = await runGraph(referenceEngine, classifier, given);
      const got = await program.run(given);
      for (const { name } of classifier.outputs) expectClose(name, got[name], expected[name], 1e-5);
      program.release();
    });

    it('takes and gives every dtype', async () => {
      const dtypes: DType[] = ['float32', 'float64', 'int32', 'int64', 'uint8', 'bool'];
      const inputs = dtypes.map((dtype) => named(dtype, placeholder(dtype, dtype, ['n'])));
      const outputs = inputs.flatMap(({ name, tensor }) => [
        named(`${name} as float`, ops.cast(tensor, 'float32')),
        named(`${name} again`, ops.reshape(tensor, ['n', 1])),
      ]);
      const given = Object.fromEntries(dtypes.map((dtype) => [dtype, { data: [1, 0, 1], shape: [3] }]));
      const results = await runGraph(engine, graph('dtypes', inputs, outputs), given);
      for (const { name } of outputs) expect([...results[name].data], name).toEqual([1, 0, 1]);
      const large = { ...given, int64: { data: BigInt64Array.of(-1n, 2n ** 40n, 3n), shape: [3] } };
      const again = await runGraph(engine, graph('dtypes', inputs, outputs), large);
      expect([...again['int64 again'].data]).toEqual([-1, 2 ** 40, 3]);
    });

    it('gives outputs that are inputs, constants, or one tensor under two names, and takes inputs without use', async () => {
      const x = placeholder('x', 'float32', ['n']);
      const unused = placeholder('unused', 'float32', ['n', 'n']);
      const fixed = constantOf({ dtype: 'int32', shape: [2], data: Int32Array.of(7, 8) });
      const twice = ops.mul(x, 2);
      const outputs = [
        named('same', x),
        named('seven', fixed),
        named('a', twice),
        named('b', twice),
        named('seven again', fixed),
      ];
      const odd = graph('odd', [named('x', x), named('unused', unused)], outputs);
      const given = { x: { data: [1, 2], shape: [2] }, unused: { data: [0, 0, 0, 0], shape: [2, 2] } };
      const got = await runGraph(engine, odd, given);
      const lists = Object.fromEntries(Object.entries(got).map(([name, { data }]) => [name, [...data]]));
      expect(lists).toEqual({ same: [1, 2], seven: [7, 8], a: [2, 4], b: [2, 4], 'seven again': [7, 8] });
    });

    it('reads the bound memory as it is at each run, and writes only where it is bound', async () => {
      const program = await engine.compile(doubling());
      const [small, large] = [1, 3].map((n) => allocateBuffers(doubling(), { n }));
      const [first, second] = [small, large].map((buffers) => program.bind(buffers));
      fill(small.inputs.x.data, [5]);
      fill(large.inputs.x.data, [1, 2, 3]);
      await second.run();
      expect([...small.outputs.y.data]).toEqual([0]);
      await first.run();
      expect([[...small.outputs.y.data], [...large.outputs.y.data]]).toEqual([[10], [2, 4, 6]]);
      fill(large.inputs.x.data, [4, 5, 6]);
      await second.runAsync();
      expect([[...small.outputs.y.data], [...large.outputs.y.data]]).toEqual([[10], [8, 10, 12]]);
      first.release();
      second.release();
      program.release();
    });

    it('runs several bindings of one program at once', async () => {
      const program = await engine.compile(doubling());
      const buffers = Array.from({ length: 8 }, (_, i) => {
        const each = allocateBuffers(doubling(), { n: 100 + i });
        fill(each.inputs.x.data, new Array(100 + i).fill(i));
        return each;
      });
      const bindings = buffers.map((each) => program.bind(each));
      for (let round = 0; round < 3; round++) await Promise.all(bindings.map((each) => each.runAsync()));
      buffers.forEach(({ outputs }, i) => {
        expect(new Set<number | bigint>(outputs.y.data)).toEqual(new Set([2 * i]));
      });
      for (const each of bindings) each.release();
      program.release();
    });

    it('takes a batch of no samples', async () => {
      const { y } = await runGraph(engine, doubling(), { x: { data: [], shape: [0] } });
      expect(y.shape).toEqual([0]);
    });

    it('refuses buffers that are missing, unknown or of another shape', async () => {
      const program = await engine.compile(doubling());
      const good = allocateBuffers(doubling(), { n: 3 });
      const { x } = good.inputs;
      expect(() => program.bind({ ...good, inputs: {} })).toThrow("a buffer for the input 'x', got none");
      expect(() => program.bind({ ...good, inputs: { x, z: x } })).toThrow("'z'");
      expect(() => program.bind({ ...good, inputs: { x: { ...x, shape: [3, 1] } } })).toThrow('[3, 1]');
      expect(() => program.bind({ ...good, inputs: { x: { ...x, shape: [2] } } })).toThrow();
      expect(() => program.bind({ ...good, inputs: { x: { ...x, data: new Int32Array(3) } } })).toThrow(
        'Int32Array',
      );
      program.release();
    });

    it('fails on ids outside the table, says so, and goes on', async () => {
      const table = placeholder('table', 'float32', [3, 2]);
      const ids = placeholder('ids', 'int32', ['n']);
      const lookup = graph(
        'lookup',
        [named('table', table), named('ids', ids)],
        [named('y', ops.gather(table, ids))],
      );
      const program = await prepare(engine, lookup);
      const rows = { data: [1, 2, 3, 4, 5, 6], shape: [3, 2] };
      for (const wrong of [3, -4, 2 ** 30]) {
        await expect(program.run({ table: rows, ids: { data: [0, wrong], shape: [2] } })).rejects.toThrow(
          /-?\d/,
        );
      }
      const { y } = await program.run({ table: rows, ids: { data: [2, 0], shape: [2] } });
      expect([...y.data]).toEqual([5, 6, 1, 2]);
      program.release();
    });
  });
}

function named(name: string, tensor: Tensor): NamedTensor {
  return { name, tensor };
}

function doubling(): Graph {
  const x = placeholder('x', 'float32', ['n']);
  return graph('doubling', [named('x', x)], [named('y', ops.add(x, x))]);
}

/** Two layers, softmax cross-entropy, accuracy and all gradients: the shape of a training step. */
function classifierGraph(): Graph {
  const x = placeholder('x', 'float32', ['batch', 4]);
  const ids = placeholder('ids', 'int32', ['batch']);
  const scale = placeholder('scale', 'float32', []);
  const weights = [
    placeholder('kernel1', 'float32', [4, 6]),
    placeholder('bias1', 'float32', [6]),
    placeholder('kernel2', 'float32', [6, 3]),
    placeholder('bias2', 'float32', [3]),
  ];
  const hidden = ops.relu(ops.add(ops.matmul(x, weights[0]), weights[1]));
  const logits = ops.add(ops.matmul(hidden, weights[2]), weights[3]);
  const loss = ops.mul(ops.reduceSum(ops.sparseSoftmaxCrossEntropy(logits, ids)), scale);
  const right = ops.equal(ops.argMax(logits), ops.cast(ids, 'int64'));
  const found = gradients(loss, weights, { seed: constant(1), add: ops.add });
  const inputs = [x, ids, scale, ...weights].map((each) => named(String(each.node.attributes.name), each));
  return graph('classifier', inputs, [
    named('loss', loss),
    named('correct', ops.reduceSum(ops.cast(right, 'float32'))),
    named('probabilities', ops.softmax(logits)),
    ...found.map((each, i) => named(`gradient${i}`, each!)),
  ]);
}

function classifierInputs(batch: number): HostArrays {
  const wave = (shape: number[], seed: number) => {
    const length = shape.reduce((product, axis) => product * axis, 1);
    return { shape, data: Array.from({ length }, (_, i) => Math.fround(Math.sin(i * 1.7 + seed))) };
  };
  return {
    x: wave([batch, 4], batch),
    ids: { shape: [batch], data: Array.from({ length: batch }, (_, i) => (i * 7) % 3) },
    scale: { shape: [], data: [1 / batch] },
    kernel1: wave([4, 6], 1),
    bias1: wave([6], 2),
    kernel2: wave([6, 3], 3),
    bias2: wave([3], 4),
  };
}
