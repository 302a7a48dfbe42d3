import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Tensor } from '../../graph/tensor.js';
import { softmaxOp } from '../../ops/softmax.js';
import { checkOp } from '../../testing/check-op.js';
import type { GoldenArray } from '../../testing/layer-graph.js';
import { input } from '../symbolic.js';
import * as activations from './index.js';
import { type ActivationName, resolveActivation } from './resolve-activation.js';

interface ActivationCase {
  name: ActivationName;
  /** Given as the second argument. */
  argument?: number | boolean;
  output: GoldenArray;
  cotangent: readonly number[];
  gradient: readonly number[];
}

const { x, cases } = (
  JSON.parse(readFileSync(new URL('../../../test/golden/layers.json', import.meta.url), 'utf8')) as {
    activations: { x: GoldenArray; cases: readonly ActivationCase[] };
  }
).activations;

describe('each activation computes what Keras does, on every engine', () => {
  for (const { name, argument, output, cotangent, gradient } of cases) {
    it(argument === undefined ? name : `${name} with ${argument}`, () => {
      const activation = resolveActivation(name, 'test') as (
        x: Tensor,
        argument?: number | boolean,
      ) => Tensor;
      return checkOp({
        build: ([tensor]) => (argument === undefined ? activation(tensor) : activation(tensor, argument)),
        inputs: [x],
        batch: [0],
        // Differences of e²¹ have no digits left for the others.
        gradient: name !== 'exponential',
        golden: { output, cotangent, gradients: [gradient] },
      });
    });
  }

  it('without exception', () => {
    const checked = new Set<string>(cases.map(({ name }) => name));
    expect(Object.keys(activations).filter((name) => !checked.has(name))).toEqual([]);
  });
});

describe('resolveActivation', () => {
  it('takes a name, also as Keras spells it, a function, or nothing', () => {
    expect(resolveActivation('hardSilu', 'test')).toBe(activations.hardSilu);
    expect(resolveActivation('hard_silu' as ActivationName, 'test')).toBe(activations.hardSilu);
    const own = (tensor: Tensor) => tensor;
    expect(resolveActivation(own, 'test')).toBe(own);
    expect(resolveActivation(undefined, 'test')).toBe(activations.linear);
  });

  it('refuses what it does not know and names the nearest', () => {
    expect(() => resolveActivation('rellu' as ActivationName, 'dense: activation')).toThrow(
      /^dense: activation: expected the name of a known activation, got 'rellu'\. Did you mean 'relu'\? Known: celu, /,
    );
    expect(() => resolveActivation(3 as never, 'dense: activation')).toThrow(
      'dense: activation: expected a name or a function of a tensor, got 3.',
    );
    expect(() => resolveActivation('toString' as ActivationName, 'test')).toThrow('toString');
  });
});

describe('an activation', () => {
  const tensor = input({ shape: [3] }).traced.tensor;

  it('that losses look for ends in the op itself', () => {
    expect(activations.softmax(tensor).node.op).toBe(softmaxOp.op);
    for (const name of ['relu', 'sigmoid', 'tanh'] as const) {
      expect(resolveActivation(name, 'test')(tensor).node.op.name).toBe(name);
    }
  });

  it('stays finite, with its gradient, where an exponential would not', async () => {
    for (const name of Object.keys(activations) as ActivationName[]) {
      if (name === 'exponential') continue;
      const far = { shape: [1, 4], data: [-300, -100, 100, 300] };
      await checkOp({
        build: ([each]) => resolveActivation(name, 'test')(each),
        inputs: [far],
        gradient: true,
      });
    }
  });

  it('glu refuses a last axis that has no halves', () => {
    expect(() => activations.glu(tensor)).toThrow(
      'glu: expected a last axis of even length, got [batch, 3].',
    );
  });
});
