import { describe, expect, it } from 'vitest';
import { gradients } from '../graph/gradients.js';
import { graph } from '../graph/graph.js';
import { constant, placeholder } from '../graph/leaf.js';
import type { Tensor } from '../graph/tensor.js';
import { add, matmul, mul, reduceSum, sub } from '../ops/index.js';
import { Arena } from './arena.js';
import type { Program } from './engine.js';
import { nativeEngine } from './native.js';

/** One neuron: loss = Σ (w·x + b − y)², and its gradients. */
function oneNeuron() {
  const x = placeholder('x', 'float32', ['batch', 1]);
  const y = placeholder('y', 'float32', ['batch', 1]);
  const w = placeholder('w', 'float32', [1, 1]);
  const b = placeholder('b', 'float32', [1]);
  const error = sub(add(matmul(x, w), b), y);
  const loss = reduceSum(mul(error, error), { axes: [0, 1] });
  const [dw, db] = gradients(loss, [w, b], { seed: constant(1), add }) as Tensor[];
  const named = Object.entries({ x, y, w, b }).map(([name, tensor]) => ({ name, tensor }));
  const outputs = Object.entries({ loss, dw, db }).map(([name, tensor]) => ({ name, tensor }));
  return graph('neuron', named, outputs);
}

describe('the native engine', () => {
  it('runs a graph and its gradients on memory of an arena, for every batch size', async () => {
    const program = nativeEngine.compile(oneNeuron()) as Program;
    const arena = new Arena();
    for (const name of ['x', 'y']) arena.reserve(name, 'float32', 4);
    for (const name of ['w', 'b', 'loss', 'dw', 'db']) arena.reserve(name, 'float32', 1);
    arena.allocate();
    (arena.view('x') as Float32Array).set([1, 2, 3, 4]);
    (arena.view('y') as Float32Array).set([2, 4, 6, 8]);
    arena.view('w')[0] = 0.5;
    arena.view('b')[0] = 1;
    const at = (name: string, shape: number[], length?: number) => ({
      data: arena.view(name, length),
      shape,
    });
    const results: number[][] = [];
    for (const batch of [4, 1]) {
      const binding = program.bind({
        inputs: {
          x: at('x', [batch, 1], batch),
          y: at('y', [batch, 1], batch),
          w: at('w', [1, 1]),
          b: at('b', [1]),
        },
        outputs: { loss: at('loss', []), dw: at('dw', [1, 1]), db: at('db', [1]) },
      });
      binding.run();
      results.push(['loss', 'dw', 'db'].map((name) => Number(arena.view(name)[0])));
      arena.view('loss')[0] = 0;
      await binding.runAsync();
      expect(Number(arena.view('loss')[0])).toBe(results.at(-1)?.[0]);
      binding.release();
    }
    // Errors −0.5, −2, −3.5, −5: the loss is their squares' sum, dw = 2Σ error·x, db = 2Σ error.
    expect(results).toEqual([
      [41.5, -70, -22],
      [0.25, -1, -1],
    ]);
    program.release();
  });

  it('says that it can use threads', () => {
    expect(nativeEngine.threaded).toBe(true);
    const program = nativeEngine.compile(oneNeuron(), { threads: 2 }) as Program;
    program.release();
  });
});
