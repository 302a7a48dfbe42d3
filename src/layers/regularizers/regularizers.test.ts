import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { placeholder } from '../../graph/leaf.js';
import { checkOp } from '../../testing/check-op.js';
import type { GoldenArray } from '../../testing/layer-graph.js';
import { defineRegularizer } from './define-regularizer.js';
import * as regularizers from './index.js';
import { type RegularizerConfig, type RegularizerName, resolveRegularizer } from './resolve-regularizer.js';

const { weight, cases } = (
  JSON.parse(readFileSync(new URL('../../../test/golden/layers.json', import.meta.url), 'utf8')) as {
    regularizers: {
      weight: GoldenArray;
      cases: readonly (RegularizerConfig & { penalty: number; gradient: readonly number[] })[];
    };
  }
).regularizers;

describe('each regularizer computes what Keras does, on every engine', () => {
  for (const { type, options, penalty, gradient } of cases) {
    it(`${type} with ${JSON.stringify(options)}`, () =>
      checkOp({
        build: ([w]) => resolveRegularizer({ type, options }, 'test')!.penalty(w),
        inputs: [weight],
        golden: { output: { shape: [], data: [penalty] }, cotangent: [1], gradients: [gradient] },
        gradient: true,
      }));
  }

  it('without exception', () => {
    const checked = new Set<string>(cases.map(({ type }) => type));
    expect(Object.keys(regularizers).filter((name) => !checked.has(name))).toEqual([]);
  });
});

describe('resolveRegularizer', () => {
  it('takes a name with its defaults, a config, a regularizer, or nothing', () => {
    expect(resolveRegularizer('l2', 'test')).toMatchObject({ type: 'l2', options: { l2: 0.01 } });
    expect(resolveRegularizer('L1' as RegularizerName, 'test')?.type).toBe('l1');
    const own = regularizers.l1({ l1: 0.5 });
    expect(resolveRegularizer(own, 'test')).toBe(own);
    expect(resolveRegularizer(JSON.parse(JSON.stringify(own)), 'test')?.options).toEqual({ l1: 0.5 });
    expect(resolveRegularizer(undefined, 'test')).toBeUndefined();
  });

  it('refuses names, factors, options and shapes that do not fit', () => {
    expect(() => resolveRegularizer('l3' as RegularizerName, 'dense: kernelRegularizer')).toThrow(
      "dense: kernelRegularizer: expected the name of a known regularizer, got 'l3'. Did you mean 'l1'?",
    );
    expect(() => resolveRegularizer(0.01 as never, 'dense: kernelRegularizer')).toThrow(
      "dense: kernelRegularizer: expected a name, a config { type, options } or a regularizer, got 0.01. Use 'l2' or",
    );
    expect(() => regularizers.l2({ l2: -1 })).toThrow('l2: l2: expected a finite number ≥ 0, got -1.');
    expect(() => regularizers.l1({ l2: 1 } as never)).toThrow(
      "l1: expected the name of a known option, got 'l2'",
    );
    const mode = 'row' as 'rows';
    expect(() => regularizers.orthogonalRegularizer({ mode })).toThrow("Did you mean 'rows'?");
    const vector = placeholder('w', 'float32', [3]);
    expect(() => regularizers.orthogonalRegularizer().penalty(vector)).toThrow(
      'a weight of two axes, got [3]',
    );
  });

  it('takes regularizers of the user’s own', () => {
    const own = defineRegularizer<{ factor?: number }>({
      type: 'own',
      defaults: { factor: 2 },
      penalty: (w, { factor }) => regularizers.l1({ l1: factor }).penalty(w),
    });
    expect(own.type).toBe('own');
    expect(resolveRegularizer(own({ factor: 3 }), 'test')?.options).toEqual({ factor: 3 });
  });
});
