import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FitCase } from '../../test/golden/fit-case.js';
import { philox } from './philox.js';
import { fillNormal, fillTruncatedNormal, fillUniform, permutation } from './random.js';
import { seedKey, tagged } from './random-counters.js';

const moments = (values: ArrayLike<number>) => {
  const list = Array.from(values);
  const mean = list.reduce((sum, v) => sum + v, 0) / list.length;
  const central = (power: number) => list.reduce((sum, v) => sum + (v - mean) ** power, 0) / list.length;
  const deviation = Math.sqrt(central(2));
  return { mean, deviation, skew: central(3) / deviation ** 3, kurtosis: central(4) / deviation ** 4 };
};

describe('permutation', () => {
  it('holds every sample exactly once', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2000 }),
        fc.maxSafeInteger(),
        fc.nat(),
        (samples, seed, epoch) => {
          const order = permutation(samples, { seed, epoch });
          expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: samples }, (_, i) => i));
        },
      ),
      { numRuns: 50 },
    );
  });

  it('is the shuffle of Fisher and Yates on the documented words', () => {
    const samples = 1500;
    const words = (i: number) => {
      const out = new Uint32Array(4);
      philox([i >> 1, 0, 5, 1 << 24], [11, 0], out);
      return [out[(2 * i) & 3], out[(2 * i + 1) & 3]];
    };
    const expected = Array.from({ length: samples }, (_, i) => i);
    for (let i = samples - 1; i > 0; i--) {
      const [a, b] = words(i);
      const j = Math.floor((((a >>> 5) * 67108864 + (b >>> 6)) / 9007199254740992) * (i + 1));
      [expected[i], expected[j]] = [expected[j], expected[i]];
    }
    expect([...permutation(samples, { seed: 11, epoch: 5 })]).toEqual(expected);
  });

  it('is the same today as ever', () => {
    expect(permutation(10, { seed: 7, epoch: 0 }).join(' ')).toBe('4 5 1 6 2 0 8 7 3 9');
    expect(permutation(10, { seed: 7, epoch: 1 }).join(' ')).toBe('9 4 0 8 3 7 6 5 1 2');
  });

  it('is the order that the golden training runs were given', () => {
    const { cases }: { cases: FitCase[] } = JSON.parse(
      readFileSync(new URL('../../test/golden/fit.json', import.meta.url), 'utf8'),
    );
    const shuffled = cases.filter(({ orders }) => orders !== undefined);
    expect(shuffled.map(({ fit }) => fit.seed)).toEqual([7, 2 ** 40 + 3]);
    for (const { orders, fit } of shuffled) {
      for (const [epoch, order] of orders!.entries()) {
        expect([...permutation(order.length, { seed: fit.seed!, epoch })]).toEqual(order);
      }
    }
  });

  it('comes out in all orders equally often', () => {
    const counts = new Map<string, number>();
    for (let epoch = 0; epoch < 12_000; epoch++) {
      const order = permutation(4, { seed: 3, epoch }).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    const chiSquared = [...counts.values()].reduce((sum, n) => sum + (n - 500) ** 2 / 500, 0);
    expect(chiSquared).toBeLessThan(44.2); // 99.5 % of chi-squared with 23 degrees of freedom
  });

  it('differs by seed, also beyond 32 bits and below zero', () => {
    const orders = [0, 1, 2 ** 32, 2 ** 32 + 1, -1, -(2 ** 40)].map((seed) =>
      permutation(50, { seed, epoch: 0 }).join(),
    );
    expect(new Set(orders).size).toBe(orders.length);
  });

  it('refuses a seed that is not a whole number', () => {
    expect(() => permutation(3, { seed: 0.5, epoch: 0 })).toThrow(
      'seed: expected a whole number within ±(2^53 - 1), got 0.5. Use Math.floor(seed).',
    );
    expect(() => permutation(-1, { seed: 0, epoch: 0 })).toThrow(
      'permutation: samples: expected a whole number',
    );
  });
});

describe('the fillers of weights', () => {
  const many = () => new Float32Array(200_001);

  it('spread uniform numbers evenly over their range', () => {
    const out = many();
    fillUniform(out, { seed: 1, stream: 0, low: -2, high: 4 });
    const { mean, deviation, kurtosis } = moments(out);
    expect(mean).toBeCloseTo(1, 1);
    expect(deviation).toBeCloseTo(6 / Math.sqrt(12), 1.5);
    expect(kurtosis).toBeCloseTo(1.8, 1.5);
    expect(out.every((v) => v >= -2 && v <= 4)).toBe(true);
  });

  it('draw normal numbers with the mean, deviation and tails asked for', () => {
    const out = many();
    fillNormal(out, { seed: 1, stream: 0, mean: 3, deviation: 0.5 });
    const { mean, deviation, skew, kurtosis } = moments(out);
    expect(mean).toBeCloseTo(3, 2);
    expect(deviation).toBeCloseTo(0.5, 2);
    expect(skew).toBeCloseTo(0, 1);
    expect(kurtosis).toBeCloseTo(3, 1);
    const beyondTwo = out.filter((v) => Math.abs(v - 3) > 1).length / out.length;
    expect(beyondTwo).toBeCloseTo(0.0455, 2.5);
  });

  it('keep truncated normal numbers within two deviations, otherwise as normal ones', () => {
    const out = many();
    const normal = many();
    fillTruncatedNormal(out, { seed: 1, stream: 0, mean: 3, deviation: 0.5 });
    fillNormal(normal, { seed: 1, stream: 0, mean: 3, deviation: 0.5 });
    expect(out.every((v) => Math.abs(v - 3) <= 1)).toBe(true);
    expect(moments(out).deviation).toBeCloseTo(0.5 * 0.87962566, 2);
    expect(out.every((v, i) => Math.abs(normal[i] - 3) > 1 || v === normal[i])).toBe(true);
  });

  it('are the same today as ever', () => {
    const stream = { seed: 7, stream: 'dense/kernel' };
    const uniform = new Float32Array(3);
    fillUniform(uniform, { ...stream, low: -1, high: 1 });
    expect([...uniform]).toEqual([0.7846689224243164, 0.6960783004760742, 0.2257743924856186]);
    const normal = new Float32Array(3);
    fillNormal(normal, { ...stream, mean: 0, deviation: 1 });
    expect([...normal]).toEqual([0.27577927708625793, -0.38958221673965454, -0.9611980319023132]);
    const redrawn = new Float32Array(60);
    fillTruncatedNormal(redrawn, { ...stream, mean: 0, deviation: 1 });
    expect(redrawn.reduce((sum, v) => sum + v, 0)).toBe(1.5653374698013067);
  });

  it('give every name and number a stream of its own, whatever length is asked for', () => {
    const draw = (stream: string | number, length = 5) => {
      const out = new Float32Array(length);
      fillUniform(out, { seed: 7, stream, low: 0, high: 1 });
      return out;
    };
    const names = ['', 'a', 'b', 'ab', 'ba', 'dense/kernel', 'dense/bias', 'dense_1/kernel', 0, 1, 2];
    expect(new Set(names.map((name) => draw(name).join())).size).toBe(names.length);
    expect(draw('a', 5000).subarray(0, 5)).toEqual(draw('a'));
  });

  it('share no numbers with another purpose', () => {
    expect(
      new Set(([['shuffle'], ['init'], ['dropout']] as const).map(([p]) => tagged(p, 5) >>> 24)).size,
    ).toBe(3);
    expect(tagged('dropout', 5)).toBe(3 * 2 ** 24 + 5);
    expect(() => tagged('dropout', 2 ** 24)).toThrow(
      'random: dropout: expected a whole number from 0 to 16777215',
    );
    expect(seedKey(-1)).toEqual([0xffffffff, 0xffffffff]);
    expect(seedKey(2 ** 32 + 5)).toEqual([5, 1]);
  });
});
