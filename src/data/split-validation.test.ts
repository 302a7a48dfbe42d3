import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromArrays } from './from-arrays.js';
import { splitValidation } from './split-validation.js';

const numbered = (samples: number) => {
  const y = Array.from({ length: samples }, (_, i) => i);
  const specs = { where: 'fit', inputs: [{ name: 'x' }], outputs: [{ name: 'y' }] };
  return fromArrays({ x: y.map((i) => [i, -i]), y, sampleWeight: y.map((i) => i / 2) }, specs);
};

describe('splitValidation', () => {
  it('puts the last samples aside, of x, y and weights alike', () => {
    const { training, validation } = splitValidation(numbered(7), 0.3);
    expect(training.samples).toBe(4);
    expect(validation.arrays.x[0].toArray()).toEqual([
      [4, -4],
      [5, -5],
      [6, -6],
    ]);
    expect(validation.arrays.y[0].toArray()).toEqual([4, 5, 6]);
    expect(validation.arrays.sampleWeight[0].toArray()).toEqual([2, 2.5, 3]);
    const y = new Float32Array(2);
    validation.gather(Int32Array.of(2, 0), { y: [y] });
    expect(y).toEqual(Float32Array.of(6, 4));
  });

  it('cuts at floor(N (1 - share)), in floating point as Keras does', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 60 }),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        (samples, share) => {
          const cut = Math.floor(samples * (1 - share));
          fc.pre(cut > 0 && cut < samples);
          expect(splitValidation(numbered(samples), share).training.samples).toBe(cut);
        },
      ),
    );
    // 10 · (1 - 0.9) is 0.9999999999999998: Keras refuses it too.
    expect(() => splitValidation(numbered(10), 0.9)).toThrow('which leaves none for training');
  });

  it('refuses a share that leaves a side empty, or is none', () => {
    expect(() => splitValidation(numbered(6), 0.95)).toThrow(
      'fit: validationSplit: expected a share that leaves samples on both sides, got 0.95 of 6 samples, which leaves none for training.',
    );
    expect(() => splitValidation(numbered(1), 1e-17)).toThrow('which leaves none for validation');
    for (const share of [0, 1, -0.1, 2, Number.NaN, '0.2' as unknown as number]) {
      expect(() => splitValidation(numbered(6), share)).toThrow(
        'validationSplit: expected a share between 0 and 1, got',
      );
    }
  });
});
