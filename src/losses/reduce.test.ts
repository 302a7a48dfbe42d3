import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Graph, graph, type NamedTensor } from '../graph/graph.js';
import { placeholder } from '../graph/leaf.js';
import type { Tensor } from '../graph/tensor.js';
import { cast } from '../ops/index.js';
import { engines, quickEngines } from '../testing/engines.js';
import { type HostArray, runGraph } from '../testing/run-graph.js';
import type { Reduction } from './define-loss.js';
import {
  bothMasks,
  type Counting,
  countedSum,
  countOf,
  fitWeight,
  lossMask,
  lossScale,
  maskedWeight,
  weightedSum,
} from './reduce.js';
import { sparseCategoricalCrossentropy } from './sparse-categorical-crossentropy.js';

interface ReductionCase {
  title: string;
  reduction: Reduction;
  values: HostArray;
  weight: HostArray | null;
  mask: HostArray | null;
  loss: number;
}

const golden: { reductions: ReductionCase[] } = JSON.parse(
  readFileSync(new URL('../../test/golden/losses.json', import.meta.url), 'utf8'),
);

/** A graph of the losses, weights and mask of a case, with outputs made of them. */
function caseGraph(
  { values, weight, mask, reduction }: ReductionCase,
  outputs: (values: Tensor, counting: Counting) => Record<string, Tensor>,
): Graph {
  const input = (name: string, array: HostArray): NamedTensor => ({
    name,
    tensor: placeholder(name, 'float32', ['batch', ...array.shape.slice(1)]),
  });
  const inputs = [input('values', values)];
  const counting: Counting = { reduction };
  if (weight !== null) counting.weight = inputs[inputs.push(input('weight', weight)) - 1].tensor;
  if (mask !== null) counting.mask = cast(inputs[inputs.push(input('mask', mask)) - 1].tensor, 'bool');
  const made = Object.entries(outputs(inputs[0].tensor, counting));
  return graph(
    'reduce',
    inputs,
    made.map(([name, tensor]) => ({ name, tensor })),
  );
}

const arraysOf = ({ values, weight, mask }: ReductionCase) => ({
  values,
  ...(weight === null ? {} : { weight }),
  ...(mask === null ? {} : { mask }),
});

/** Some samples of an array. */
const rows = ({ data, shape }: HostArray, from: number, to: number): HostArray => {
  const step = data.length / shape[0];
  return {
    data: Array.from(data, Number).slice(from * step, to * step),
    shape: [to - from, ...shape.slice(1)],
  };
};

describe('weightedSum and lossScale', () => {
  it.each(golden.reductions)('give the loss of Keras: $reduction, $title', async (expected) => {
    const { reduction, values, weight, loss } = expected;
    const built = caseGraph(expected, (tensor, counting) => ({ sum: weightedSum(tensor, counting) }));
    const scale = lossScale(reduction, {
      values: values.data.length,
      weights: weight === null ? undefined : Array.from(weight.data, Number),
    });
    for (const engine of quickEngines) {
      const { sum } = await runGraph(engine, built, arraysOf(expected));
      expect(sum.shape).toEqual([]);
      expect(Math.abs(sum.data[0] * scale - loss)).toBeLessThan(1e-6 + 2e-6 * Math.abs(loss));
    }
  });

  it('leave out losses that are NaN behind a mask', async () => {
    const values = { shape: [3], data: [1, Number.NaN, 3] };
    const mask = { shape: [3], data: [1, 0, 1] };
    const expected: ReductionCase = { title: '', reduction: 'mean', values, weight: null, mask, loss: 2 };
    const built = caseGraph(expected, (tensor, counting) => ({ sum: weightedSum(tensor, counting) }));
    for (const engine of engines) {
      const { sum } = await runGraph(engine, built, arraysOf(expected));
      expect(sum.data[0] / 3).toBeCloseTo(2, 6);
    }
  });

  it('refuse to make one number without a reduction', () => {
    const values = placeholder('values', 'float32', ['batch']);
    expect(() => weightedSum(values, { reduction: 'none' })).toThrow("got 'none'. Choose 'sumOverBatchSize'");
  });
});

describe('countedSum and countOf', () => {
  it.each(golden.reductions)(
    'of two slices give the loss of the whole: $reduction, $title',
    async (expected) => {
      const { reduction, values, loss } = expected;
      const built = caseGraph(expected, (tensor, counting) => ({
        sum: countedSum(tensor, counting),
        count: countOf(tensor, counting),
      }));
      const samples = values.shape[0];
      let [total, counted] = [0, 0];
      for (const [from, to] of [
        [0, 1],
        [1, samples],
      ]) {
        const slice = Object.entries(arraysOf(expected)).map(([name, array]) => [
          name,
          rows(array, from, to),
        ]);
        const { sum, count } = await runGraph(engines[0], built, Object.fromEntries(slice));
        total += sum.data[0];
        counted += count.data[0];
      }
      const whole = reduction === 'sum' ? total : counted === 0 ? 0 : total / counted;
      expect(Math.abs(whole - loss)).toBeLessThan(1e-6 + 2e-6 * Math.abs(loss));
    },
  );
});

describe('weights and masks', () => {
  const f = (...shape: number[]) => placeholder('w', 'float32', ['batch', ...shape]);
  const b = (...shape: number[]) => placeholder('m', 'bool', ['batch', ...shape]);

  it('join to one weight of the larger shape', () => {
    expect(maskedWeight(undefined, undefined)).toBeUndefined();
    expect(maskedWeight(f(), undefined)?.shape).toEqual(['batch']);
    expect(maskedWeight(undefined, b(3))?.dtype).toBe('float32');
    expect(maskedWeight(f(), b(3))?.shape).toEqual(['batch', 3]);
    expect(maskedWeight(f(3), b())?.shape).toEqual(['batch', 3]);
    expect(bothMasks(b(), b(3))?.shape).toEqual(['batch', 3]);
    expect(bothMasks(undefined, undefined)).toBeUndefined();
  });

  it('get a shape that stretches to that of the losses', () => {
    expect(fitWeight(f(), f(3), 'sampleWeight').shape).toEqual(['batch', 1]);
    expect(fitWeight(f(1), f(), 'sampleWeight').shape).toEqual(['batch']);
    expect(fitWeight(f(1), f(3), 'sampleWeight').shape).toEqual(['batch', 1]);
    expect(() => fitWeight(f(3), f(), 'sampleWeight')).toThrow(
      'sampleWeight: expected one number for each sample, or for each place of [batch], got the shape [batch, 3]. Give one weight for each sample.',
    );
    expect(() => fitWeight(f(2), f(3), 'mask')).toThrow('mask: expected');
  });

  it("of a loss are the model's mask and the loss's own", () => {
    const loss = sparseCategoricalCrossentropy({ ignoreClass: 0 });
    const call = { yTrue: f(3), yPred: f(3, 4) };
    expect(lossMask(loss, { ...call, mask: b(3) })?.node.op.name).toBe('and');
    expect(lossMask(loss, call)?.node.op.name).toBe('not');
    expect(lossMask(sparseCategoricalCrossentropy(), { ...call, mask: undefined })).toBeUndefined();
  });

  it('scale on the host as often as each stands for several losses', () => {
    expect(lossScale('meanWithSampleWeight', { values: 6, weights: [1, 2] })).toBeCloseTo(1 / 9, 12);
    expect(lossScale('mean', { values: 6, weights: [1, 2] })).toBeCloseTo(1 / 6, 12);
    expect(lossScale('meanWithSampleWeight', { values: 4 })).toBe(0.25);
    expect(lossScale('mean', { values: 0 })).toBe(0);
    expect(lossScale('meanWithSampleWeight', { values: 2, weights: [0, 0] })).toBe(0);
  });
});
