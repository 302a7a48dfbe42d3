import { describe, expect, it } from 'vitest';
import { placeholder } from '../graph/leaf.js';
import { mul } from '../ops/index.js';
import { traceLayer } from '../testing/trace-layer.js';
import { defineLayer } from './define-layer.js';
import * as layers from './index.js';
import { zeros } from './initializers/zeros.js';
import type { Layer } from './layer.js';
import { input } from './symbolic.js';

interface ScaleOptions {
  factor: number;
  bias?: boolean;
}

const scale = defineLayer<ScaleOptions>({
  type: 'scale',
  defaults: { factor: undefined, bias: true },
  weights: ([{ shape }]) => ({
    offset: { shape: [shape.at(-1) as number], initializer: zeros() },
    seen: { shape: [], initializer: zeros(), trainable: false },
  }),
  call: ({ x, options }) => mul(x, options.factor),
});

describe('defineLayer', () => {
  it('fills in defaults, and has the type on the factory and the layer', () => {
    const layer = scale({ factor: 2, bias: undefined });
    expect(scale.type).toBe('scale');
    expect(layer.type).toBe('scale');
    expect(layer.options).toEqual({ factor: 2, bias: true });
    expect(layer.weights).toEqual([]);
  });

  it('refuses unknown options and what is not an object', () => {
    expect(() => scale({ facotr: 2 } as never)).toThrow(
      "scale: expected the name of a known option, got 'facotr'. Did you mean 'factor'?",
    );
    expect(() => scale(2 as never)).toThrow(
      'scale: expected an object of options, got 2. Write scale({ … }).',
    );
    expect(() => scale({ factor: 1, name: 3 as never })).toThrow('scale: name: expected a string, got 3.');
  });

  it('builds weights once, and shares them from call to call', () => {
    const layer = scale({ factor: 2 });
    layer(input({ shape: [3] }));
    const before = layer.weights;
    expect(before.map(({ name, shape, trainable }) => [name, shape, trainable])).toEqual([
      ['offset', [3], true],
      ['seen', [], false],
    ]);
    expect(layer(input({ shape: [4, 3] })).shape).toEqual(['batch', 4, 3]);
    expect(layer.weights).toBe(before);
    expect(() => layer(input({ shape: [5] }))).toThrow(
      'scale: expected inputs of shape [batch, 3], as when it was built, got [batch, 5]. Make a new layer for them.',
    );
  });

  it('starts random weights as Keras does', () => {
    const initializerOf = (layer: Layer, x = input({ shape: [3] })) => {
      layer(x);
      return layer.weights[0].initializer;
    };
    expect(initializerOf(layers.dense({ units: 2 })).type).toBe('glorotUniform');
    const uniform = initializerOf(layers.embedding({ inputDim: 2, outputDim: 2 }));
    expect(uniform).toMatchObject({ type: 'randomUniform', options: { minval: -0.05, maxval: 0.05 } });
  });

  it('freezes weights with the layer, before and after they are made', () => {
    const frozen = scale({ factor: 2, trainable: false });
    frozen(input({ shape: [3] }));
    expect(frozen.weights.map((weight) => weight.frozen)).toEqual([true, true]);
    frozen.trainable = true;
    expect(frozen.weights.map((weight) => weight.frozen)).toEqual([false, false]);
  });

  it('takes one input unless the layer joins many', () => {
    const two = [input({ shape: [3] }), input({ shape: [3] })];
    expect(() => scale({ factor: 1 })(two)).toThrow('scale: expected one input, got 2. Join them first');
    expect(() => layers.add()([])).toThrow('add: expected an input, got none.');
    expect(layers.add()(two).shape).toEqual(['batch', 3]);
  });

  it('passes masks on, drops them, or works them out', () => {
    const x = placeholder('x', 'float32', ['batch', 3]);
    const mask = placeholder('mask', 'bool', ['batch', 3]);
    const maskAfter = (how: 'pass' | 'drop' | (() => undefined)) => {
      const layer = defineLayer({ type: 'own', defaults: {}, call: (call) => call.x, mask: how })();
      return traceLayer(layer, [{ tensor: x, mask }], false).outputs[0].mask;
    };
    expect(maskAfter('pass')).toBe(mask);
    expect(maskAfter('drop')).toBeUndefined();
    expect(maskAfter(() => undefined)).toBeUndefined();
  });

  it('refuses data where a symbolic tensor belongs', () => {
    expect(() => layers.dense({ units: 1 })([[1, 2]] as never)).toThrow('Use model.predict for data.');
  });
});
