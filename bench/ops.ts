/**
 * Which spelling of an op ONNX Runtime runs fastest: `node scripts/run-ts.mjs bench/ops.ts`.
 *
 * Candidates of one question run in turns, so that a busy machine hurts all alike. Microseconds per run, medians; the cost of
 * an empty run (`pass`: one Neg of one number) is part of every figure and shown first.
 */
import { createMemory } from '../src/engines/arena.js';
import type { Binding, Program } from '../src/engines/engine.js';
import { nativeEngine } from '../src/engines/native.js';
import { type Graph, graph, type NamedTensor } from '../src/graph/graph.js';
import { constantOf, placeholder } from '../src/graph/leaf.js';
import type { Tensor } from '../src/graph/tensor.js';
import * as ops from '../src/ops/index.js';

type Candidates = Record<string, (input: (shape: number[]) => Tensor) => Tensor>;

const rounds = 40;

const questions: Record<string, Candidates> = {
  'an empty run': { pass: (input) => ops.neg(input([1])) },
};
for (const shape of [
  [1, 512],
  [32, 512],
  [128, 512],
]) {
  const [batch, units] = shape;
  questions[`gradient of relu, ${shape.join(' x ')}`] = {
    choice: (input) => ops.where(ops.greater(input(shape), 0), input(shape), 0),
    'cast and mul': (input) => ops.mul(ops.cast(ops.greater(input(shape), 0), 'float32'), input(shape)),
    'sign and mul': (input) => ops.mul(ops.sign(input(shape)), input(shape)),
  };
  questions[`sum over the batch, ${shape.join(' x ')}`] = {
    reduceSum: (input) => ops.reduceSum(input(shape), { axes: [0] }),
    'ones by matmul': (input) => ops.matmul(input([1, batch]), input(shape)),
    'ones by gemm': (input) => ops.matmul(input([batch, 1]), input(shape), { transposeA: true }),
  };
  questions[`square, ${shape.join(' x ')}`] = {
    mul: (input) => ops.square(input(shape)),
    pow: (input) => ops.pow(input(shape), 2),
  };
  questions[`weights' gradient, ${batch} x 784 by ${batch} x ${units}`] = {
    gemm: (input) => ops.matmul(input([batch, 784]), input(shape), { transposeA: true }),
    'transpose, matmul': (input) => ops.matmul(ops.transpose(input([batch, 784])), input(shape)),
  };
}
for (const batch of [8, 128]) {
  const shape = [batch, 10];
  questions[`softmax less one-hot, ${shape.join(' x ')}`] = {
    'exp, oneHot': (input) =>
      ops.sub(ops.exp(input(shape)), ops.oneHot(ops.cast(input([batch]), 'int32'), 10)),
    'exp, equal, cast': (input) => {
      const classes = constantOf({
        dtype: 'int32',
        shape: [10],
        data: Int32Array.from({ length: 10 }, (_, i) => i),
      });
      const hot = ops.equal(ops.expandDims(ops.cast(input([batch]), 'int32'), -1), classes);
      return ops.sub(ops.exp(input(shape)), ops.cast(hot, 'float32'));
    },
  };
}

function trace(name: string, build: Candidates[string]): Graph {
  const inputs: NamedTensor[] = [];
  const y = build((shape) => {
    const tensor = placeholder(`x${inputs.length}`, 'float32', shape);
    inputs.push({ name: `x${inputs.length}`, tensor });
    return tensor;
  });
  return graph(name, inputs, [{ name: 'y', tensor: y }]);
}

function bind(each: Graph): Binding {
  const program = nativeEngine.compile(each) as Program;
  const buffer = ({ tensor }: NamedTensor) => {
    const shape = tensor.shape as number[];
    const length = shape.reduce((product, axis) => product * axis, 1);
    const { buffer: memory } = createMemory(length * 4);
    const data = new Float32Array(memory, 0, length).map((_, i) => Math.sin(i * 1.7));
    const place = new Float32Array(memory, 0, length);
    place.set(data);
    return { data: place, shape };
  };
  const all = (list: readonly NamedTensor[]) =>
    Object.fromEntries(list.map((entry) => [entry.name, buffer(entry)]));
  return program.bind({ inputs: all(each.inputs), outputs: all(each.outputs) });
}

for (const [question, candidates] of Object.entries(questions)) {
  const times = new Map<string, number[]>();
  const bindings = Object.entries(candidates).map(
    ([name, build]) => [name, bind(trace(name, build))] as const,
  );
  for (let round = -3; round < rounds; round++) {
    for (const [name, binding] of bindings) {
      const runs = 20;
      const start = performance.now();
      for (let i = 0; i < runs; i++) void binding.run();
      const us = ((performance.now() - start) / runs) * 1000;
      if (round >= 0) times.set(name, [...(times.get(name) ?? []), us]);
    }
  }
  const middle = [...times].map(
    ([name, list]) => [name, list.sort((a, b) => a - b)[rounds / 2], list[0]] as const,
  );
  console.log(
    `${question}: ${middle.map(([name, us, best]) => `${name} ${us.toFixed(1)} (best ${best.toFixed(1)})`).join(', ')}`,
  );
}
