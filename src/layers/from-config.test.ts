import { describe, expect, it } from 'vitest';
import { defineLayer } from './define-layer.js';
import { layerConfig, layerFromConfig } from './from-config.js';
import * as layers from './index.js';
import * as initializers from './initializers/index.js';
import * as regularizers from './regularizers/index.js';

describe('layerConfig', () => {
  it('writes initializers, regularizers and activations as plain data', () => {
    const layer = layers.dense({
      units: 2,
      name: 'out',
      inputShape: [3],
      activation: 'relu',
      kernelInitializer: initializers.heNormal({ seed: 4 }),
      kernelRegularizer: regularizers.l2({ l2: 0.1 }),
    });
    expect(JSON.parse(JSON.stringify(layerConfig(layer)))).toEqual({
      type: 'dense',
      options: {
        units: 2,
        name: 'out',
        inputShape: [3],
        activation: 'relu',
        useBias: true,
        kernelInitializer: { type: 'heNormal', options: { seed: 4 } },
        biasInitializer: 'zeros',
        kernelRegularizer: { type: 'l2', options: { l2: 0.1 } },
      },
    });
  });

  it('writes whether the layer is frozen now, not when it was made', () => {
    const layer = layers.dense({ units: 1, trainable: false });
    expect(layerConfig(layer).options?.trainable).toBe(false);
    layer.trainable = true;
    expect(layerConfig(layer).options).not.toHaveProperty('trainable');
  });

  it('names a built-in activation given as a function, and refuses one of the user’s own', async () => {
    const { silu } = await import('./activations/index.js');
    expect(layerConfig(layers.activation({ activation: silu })).options?.activation).toBe('silu');
    const own = layers.dense({ units: 1, activation: (x) => x, name: 'odd' });
    expect(() => layerConfig(own)).toThrow(
      "dense 'odd': activation: expected options that can be written as JSON, got the function activation.",
    );
  });

  it('writes typed arrays as lists', () => {
    const layer = layers.rescaling({ scale: Float32Array.of(1, 2) });
    expect(layerConfig(layer).options?.scale).toEqual([1, 2]);
  });
});

describe('layerFromConfig', () => {
  it('takes null for what is not given, as JSON spells it', () => {
    const layer = layerFromConfig({
      type: 'dense',
      options: { units: 1, kernelRegularizer: null, name: null },
    });
    expect(layer.options.kernelRegularizer).toBeUndefined();
    expect(layer.givenName).toBeUndefined();
  });

  it('takes layers of the user’s own', () => {
    const twice = defineLayer<{ by?: number }>({ type: 'twice', defaults: { by: 2 }, call: ({ x }) => x });
    const layer = layerFromConfig(layerConfig(twice({ by: 3 })), [twice]);
    expect(layer.type).toBe('twice');
    expect(layer.options.by).toBe(3);
  });

  it('refuses what it does not know', () => {
    expect(() => layerFromConfig({ type: 'dens' })).toThrow(
      "layerFromConfig: expected the name of a known layer, got 'dens'. Did you mean 'dense'?",
    );
    expect(() => layerFromConfig({} as never)).toThrow(
      'layerFromConfig: expected a config { type, options }',
    );
    expect(() => layerFromConfig(undefined as never)).toThrow('got undefined');
  });
});
