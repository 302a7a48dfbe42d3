import { describe, expect, it } from 'vitest';
import { type DropoutMaskOptions, fillDropoutMask } from './dropout-mask.js';
import { philoxBlocks } from './philox.js';

const mask = (options: Partial<DropoutMaskOptions> & { samples: Int32Array }) => {
  const all = { seed: 1, epoch: 2, layer: 3, elementsPerSample: 21, rate: 0.4, ...options };
  const out = new Float32Array(all.samples.length * all.elementsPerSample);
  fillDropoutMask(out, all);
  return out;
};

describe('fillDropoutMask', () => {
  it('drops an element where its 16 bits are below the rate', () => {
    const elementsPerSample = 200_000;
    const out = mask({ samples: Int32Array.of(6, 9), elementsPerSample, rate: 0.8 });
    const words = new Uint32Array(elementsPerSample / 2);
    let closest = 0;
    for (const [row, sample] of [6, 9].entries()) {
      philoxBlocks(words, 0, [sample, 2, 3 * 2 ** 24 + 3], [1, 0]);
      const wrong = Array.from({ length: elementsPerSample }, (_, e) => e).filter((e) => {
        const bits = (words[e >> 1] >>> (16 * (e & 1))) & 0xffff;
        if (bits < 52429) closest = Math.max(closest, bits);
        return out[row * elementsPerSample + e] !== (bits < 52429 ? 0 : 5);
      });
      expect(wrong).toEqual([]);
    }
    expect(closest).toBe(52428);
  });

  it('depends on the sample and not on the batch it is in', () => {
    const batch = mask({ samples: Int32Array.of(5, 1, 8) });
    expect(mask({ samples: Int32Array.of(1) })).toEqual(batch.subarray(21, 42));
    expect(mask({ samples: Int32Array.of(0, 8) }).subarray(21)).toEqual(batch.subarray(42));
  });

  it('differs by seed, epoch, layer and sample', () => {
    const samples = Int32Array.of(4);
    const masks = [
      mask({ samples }),
      mask({ samples, seed: 2 }),
      mask({ samples, epoch: 3 }),
      mask({ samples, layer: 4 }),
      mask({ samples: Int32Array.of(5) }),
    ];
    expect(new Set(masks.map((m) => m.join())).size).toBe(masks.length);
  });

  it.each([0.1, 0.5, 0.9])('drops a share of %d and keeps the mean at one', (rate) => {
    const out = mask({
      samples: Int32Array.from({ length: 200 }, (_, i) => i),
      elementsPerSample: 1000,
      rate,
    });
    const dropped = out.filter((v) => v === 0).length / out.length;
    expect(Math.abs(dropped - rate)).toBeLessThan(4 * Math.sqrt((rate * (1 - rate)) / out.length));
  });

  it('keeps everything at rate 0', () => {
    expect([...new Set(mask({ samples: Int32Array.of(1), rate: 0 }))]).toEqual([1]);
  });

  it('refuses a rate outside 0 to 1 and a buffer of another size', () => {
    expect(() => mask({ samples: Int32Array.of(1), rate: 1 })).toThrow(
      'dropout: rate: expected a number from 0',
    );
    const options = {
      seed: 1,
      epoch: 0,
      layer: 0,
      elementsPerSample: 4,
      rate: 0.5,
      samples: Int32Array.of(1, 2),
    };
    expect(() => fillDropoutMask(new Float32Array(7), options)).toThrow(
      '2 samples of 4 elements, got room for 7',
    );
  });
});
