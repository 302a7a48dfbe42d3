import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Shape, sizeOf } from '../../array/ndarray.js';
import { fillNormal, fillTruncatedNormal, fillUniform } from '../../array/random.js';
import { defineInitializer, type SeedOption } from './define-initializer.js';
import { fans } from './fans.js';
import * as initializers from './index.js';
import { type InitializerConfig, type InitializerName, resolveInitializer } from './resolve-initializer.js';

/** How Keras calls its random functions. */
type Call =
  | { distribution: 'uniform'; minval: number; maxval: number }
  | { distribution: 'normal' | 'truncatedNormal'; mean: number; stddev: number };

const golden = (
  JSON.parse(readFileSync(new URL('../../../test/golden/layers.json', import.meta.url), 'utf8')) as {
    initializers: {
      random: readonly (InitializerConfig & { shape: Shape; call: Call })[];
      exact: readonly (InitializerConfig & { shape: Shape; values: readonly number[] })[];
      fans: readonly { shape: Shape; fans: readonly [number, number] }[];
    };
  }
).initializers;

const key = { seed: 5, stream: 3 };

function filled(config: InitializerConfig | InitializerName, shape: Shape, from = key): Float32Array {
  const out = new Float32Array(sizeOf(shape)).fill(Number.NaN);
  resolveInitializer(config, 'test').fill(out, shape, from);
  return out;
}

describe('each initializer draws from the distribution that Keras draws from', () => {
  for (const { type, options, shape, call } of golden.random) {
    it(`${type} with ${JSON.stringify(options)} for [${shape}]`, () => {
      const expected = new Float32Array(sizeOf(shape));
      if (call.distribution === 'uniform') {
        fillUniform(expected, { ...key, low: call.minval, high: call.maxval });
      } else {
        const fill = call.distribution === 'normal' ? fillNormal : fillTruncatedNormal;
        fill(expected, { ...key, mean: call.mean, deviation: call.stddev });
      }
      expect(filled({ type, options }, shape)).toEqual(expected);
    });
  }

  for (const { type, options, shape, values } of golden.exact) {
    it(`${type} with ${JSON.stringify(options)} gives its very values`, () => {
      expect(Array.from(filled({ type, options }, shape))).toEqual(values);
    });
  }

  it('and counts connections as Keras does', () => {
    for (const { shape, fans: expected } of golden.fans) {
      const { fanIn, fanOut } = fans(shape);
      expect([fanIn, fanOut]).toEqual(expected);
    }
  });

  it('without exception, orthogonal apart', () => {
    const checked = new Set<string>([...golden.random, ...golden.exact].map(({ type }) => type));
    const aliases = ['normal', 'uniform'];
    const missing = Object.keys(initializers).filter((name) => !checked.has(name) && !aliases.includes(name));
    expect(missing).toEqual(['orthogonal']);
    expect(resolveInitializer('normal', 'test').type).toBe('randomNormal');
    expect(resolveInitializer('uniform', 'test').type).toBe('randomUniform');
  });
});

describe('many draws', () => {
  const shape = [200, 300];
  const moments = (values: Float32Array) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    return { mean, variance, largest: values.reduce((best, value) => Math.max(best, Math.abs(value)), 0) };
  };

  it('of glorotUniform lie within ±√(6/500), with variance 2/500', () => {
    const { mean, variance, largest } = moments(filled('glorotUniform', shape));
    expect(Math.abs(mean)).toBeLessThan(1e-3);
    expect(variance / (2 / 500)).toBeCloseTo(1, 1.7);
    expect(largest).toBeLessThanOrEqual(Math.fround(Math.sqrt(6 / 500)));
    expect(largest).toBeGreaterThan(Math.sqrt(6 / 500) * 0.999);
  });

  it('of heNormal have variance 2/200 although none lies beyond two of its deviations before truncation', () => {
    const { mean, variance, largest } = moments(filled('heNormal', shape));
    const deviation = Math.sqrt(2 / 200) / 0.87962566103423978;
    expect(Math.abs(mean)).toBeLessThan(2e-3);
    expect(variance / (2 / 200)).toBeCloseTo(1, 1.7);
    expect(largest).toBeLessThanOrEqual(Math.fround(2 * deviation));
    expect(largest).toBeGreaterThan(2 * deviation * 0.995);
  });
});

describe('orthogonal', () => {
  for (const shape of [
    [5, 3],
    [3, 5],
    [4, 4],
    [2, 3, 4],
  ]) {
    it(`gives [${shape}] columns, or rows, of length gain at right angles`, () => {
      const gain = 1.5;
      const values = filled({ type: 'orthogonal', options: { gain } }, shape);
      const columns = shape.at(-1)!;
      const rows = values.length / columns;
      const at = (vector: number, i: number) =>
        rows >= columns ? values[i * columns + vector] : values[vector * columns + i];
      const count = Math.min(rows, columns);
      for (let a = 0; a < count; a++) {
        for (let b = 0; b < count; b++) {
          let product = 0;
          for (let i = 0; i < Math.max(rows, columns); i++) product += at(a, i) * at(b, i);
          expect(product).toBeCloseTo(a === b ? gain * gain : 0, 6);
        }
      }
    });
  }

  it('refuses a vector, as identity refuses all but matrices', () => {
    expect(() => filled('orthogonal', [3])).toThrow(
      'initializer orthogonal: expected a weight of two axes or more, got [3].',
    );
    expect(() => filled('identity', [3])).toThrow(
      'initializer identity: expected a weight of two axes, got [3].',
    );
  });
});

describe('random numbers', () => {
  it('follow from the seed and the weight’s place', () => {
    const first = filled('randomNormal', [4]);
    expect(filled('randomNormal', [4])).toEqual(first);
    expect(filled('randomNormal', [4], { seed: 6, stream: 3 })).not.toEqual(first);
    expect(filled('randomNormal', [4], { seed: 5, stream: 4 })).not.toEqual(first);
  });

  it('follow from an initializer’s own seed instead, where it has one', () => {
    for (const type of [
      'glorotUniform',
      'heNormal',
      'randomNormal',
      'orthogonal',
      'varianceScaling',
    ] as const) {
      const own = { type, options: { seed: 9 } };
      expect(filled(own, [4, 2])).toEqual(filled(type, [4, 2], { seed: 9, stream: 3 }));
      expect(filled(own, [4, 2], { seed: 6, stream: 3 })).toEqual(filled(own, [4, 2]));
      expect(filled(own, [4, 2], { seed: 9, stream: 4 })).not.toEqual(filled(own, [4, 2]));
    }
  });
});

describe('resolveInitializer', () => {
  it('takes a name in either spelling, a config, or an initializer', () => {
    expect(resolveInitializer('glorot_uniform' as InitializerName, 'test').type).toBe('glorotUniform');
    expect(resolveInitializer('HeNormal' as InitializerName, 'test').type).toBe('heNormal');
    const own = initializers.constant({ value: 2 });
    expect(resolveInitializer(own, 'test')).toBe(own);
    expect(resolveInitializer(JSON.parse(JSON.stringify(own)), 'test').options).toEqual({ value: 2 });
  });

  it('refuses names and options that do not fit', () => {
    const where = 'dense: kernelInitializer';
    expect(() => resolveInitializer('glorotUnifrom' as InitializerName, where)).toThrow(
      "dense: kernelInitializer: expected the name of a known initializer, got 'glorotUnifrom'. Did you mean 'glorotUniform'?",
    );
    expect(() => resolveInitializer(0 as never, where)).toThrow(
      "got 0. Use 'zeros' or initializers.zeros().",
    );
    expect(() => initializers.varianceScaling({ scale: 0 })).toThrow(
      'varianceScaling: scale: expected a number > 0, got 0.',
    );
    const mode = 'fan_in' as 'fanIn';
    expect(() => initializers.varianceScaling({ mode })).toThrow("Did you mean 'fanIn'?");
    const distribution = 'normal' as 'uniform';
    expect(() => initializers.varianceScaling({ distribution })).toThrow("got 'normal'");
    expect(() => initializers.randomNormal({ stddev: -1 })).toThrow(
      'randomNormal: stddev: expected a finite number ≥ 0, got -1.',
    );
    expect(() => initializers.randomUniform({ minval: 1, maxval: 0 })).toThrow(
      'randomUniform: maxval: expected a finite number ≥ 1, got 0.',
    );
    expect(() => initializers.zeros({ value: 1 } as never)).toThrow(
      "zeros: expected the name of a known option, got 'value'",
    );
  });

  it('takes initializers of the user’s own', () => {
    const ramp = defineInitializer<{ step?: number } & SeedOption>({
      type: 'ramp',
      defaults: { step: 1, seed: undefined },
      fill: ({ out, options, key: { seed } }) =>
        out.forEach((_, i) => {
          out[i] = seed + i * options.step!;
        }),
    });
    const out = new Float32Array(3);
    resolveInitializer(ramp({ step: 2 }), 'test').fill(out, [3], key);
    expect(Array.from(out)).toEqual([5, 7, 9]);
    ramp({ seed: 1 }).fill(out, [3], key);
    expect(Array.from(out)).toEqual([1, 2, 3]);
    expect(ramp.type).toBe('ramp');
  });
});
