import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { expectClose } from '../testing/expect-close.js';
import type { GoldenArray } from '../testing/layer-graph.js';
import { layerConfig, layerFromConfig } from './from-config.js';
import { type NormalizationLayer, normalization } from './normalization.js';
import { input } from './symbolic.js';

const { adapted } = JSON.parse(
  readFileSync(new URL('../../test/golden/layers.json', import.meta.url), 'utf8'),
) as {
  adapted: readonly {
    axis: number | number[] | null;
    data: GoldenArray;
    mean: GoldenArray;
    variance: GoldenArray;
  }[];
};

describe('normalization.adapt', () => {
  for (const { axis, data, mean, variance } of adapted) {
    it(`takes Keras's mean and variance of [${data.shape}] with axis ${JSON.stringify(axis)}`, () => {
      const layer = normalization({ axis });
      layer.adapt({ data: Float32Array.from(data.data), shape: data.shape });
      expect(layer.weights.map(({ name, trainable }) => [name, trainable])).toEqual([
        ['mean', false],
        ['variance', false],
        ['count', false],
      ]);
      layer.weights.slice(0, 2).forEach((weight, i) => {
        const got = { shape: weight.shape, data: weight.data! };
        expectClose(weight.name, got, [mean, variance][i], 2e-6);
      });
    });
  }

  it('changes the numbers in place where a model holds them', () => {
    const layer = normalization();
    layer(input({ shape: [1] }));
    const held = Float32Array.of(7);
    layer.weights[0].data = held;
    layer.adapt([1, 2, 6]);
    expect(layer.weights[0].data).toBe(held);
    expect(Array.from(held)).toEqual([3]);
    expect(layer.weights[1].data![0]).toBeCloseTo(14 / 3, 6);
  });

  it('takes large numbers of small variance', () => {
    const layer = normalization();
    layer.adapt([[1e6], [1e6 + 1], [1e6 + 2]]);
    expect(layer.weights[1].data![0]).toBeCloseTo(2 / 3, 6);
  });

  it('is there on a layer from a config too', () => {
    const layer = layerFromConfig(layerConfig(normalization({ axis: null }))) as NormalizationLayer;
    layer.adapt([[1, 3]]);
    expect(layer.weights.slice(0, 2).map(({ data }) => Array.from(data!))).toEqual([[2], [1]]);
  });

  it('refuses data that do not fit', () => {
    const layer = normalization({ name: 'scale' });
    layer(input({ shape: [2] }));
    expect(() => layer.adapt([[1, 2, 3]])).toThrow(
      "normalization 'scale': expected inputs of shape [batch, 2]",
    );
    expect(() => normalization().adapt([])).toThrow(
      'normalization: adapt: expected some samples, got [0, 1].',
    );
    expect(() => normalization().adapt(['a'] as never)).toThrow('normalization: adapt: expected numbers');
    expect(() => normalization({ mean: 1, variance: 1 }).adapt([1])).toThrow('Leave mean and variance out.');
  });
});

describe('normalization', () => {
  it('refuses options that do not fit', () => {
    expect(() => normalization({ mean: 1 })).toThrow(
      'normalization: expected mean and variance, or neither, got mean.',
    );
    expect(() => normalization({ mean: [1, 2], variance: [1] })).toThrow('of one shape, got [2] and [1]');
    expect(() => normalization({ axis: 0.5 })).toThrow('normalization: axis: expected a whole number');
    expect(() => normalization({ axis: 0 })(input({ shape: [2] }))).toThrow('Leave the batch axis out.');
    expect(() => normalization({ mean: [1, 2], variance: [1, 2] })(input({ shape: [3] }))).toThrow('[2]');
  });
});
