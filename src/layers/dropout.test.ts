import { describe, expect, it } from 'vitest';
import { fillDropoutMask } from '../array/dropout-mask.js';
import { graph } from '../graph/graph.js';
import { placeholder } from '../graph/leaf.js';
import { engines } from '../testing/engines.js';
import { expectClose } from '../testing/expect-close.js';
import { runGraph } from '../testing/run-graph.js';
import { traceLayer } from '../testing/trace-layer.js';
import { type DropoutOptions, dropout } from './dropout.js';
import { input } from './symbolic.js';

const shape = ['batch', 3, 4] as const;

function traced(options: DropoutOptions, training = true) {
  const x = placeholder('x', 'float32', shape);
  return { x, ...traceLayer(dropout(options), [{ tensor: x }], training) };
}

describe('dropout', () => {
  it('multiplies by a mask that it asks for, drawn for each sample', async () => {
    const { x, outputs, dropouts } = traced({ rate: 0.25, seed: 11 });
    expect(dropouts.map(({ request }) => request)).toEqual([{ rate: 0.25, shape, seed: 11 }]);
    const inputs = [
      { name: 'x', tensor: x },
      { name: 'mask', tensor: dropouts[0].tensor },
    ];
    const whole = graph('dropout', inputs, [{ name: 'y', tensor: outputs[0].tensor }]);
    const data = Array.from({ length: 24 }, (_, i) => i - 9);
    const mask = new Float32Array(24);
    const samples = Int32Array.of(4, 7);
    fillDropoutMask(mask, { seed: 11, epoch: 0, layer: 0, samples, elementsPerSample: 12, rate: 0.25 });
    expect(new Set(mask)).toEqual(new Set([0, Math.fround(4 / 3)]));
    for (const engine of engines) {
      const { y } = await runGraph(engine, whole, {
        x: { shape: [2, 3, 4], data },
        mask: { shape: [2, 3, 4], data: mask },
      });
      expectClose(engine.name, y, { shape: [2, 3, 4], data: data.map((v, i) => v * mask[i]) }, 1e-6);
    }
  });

  it('asks for a narrower mask with noiseShape, null being the input’s length', () => {
    const { outputs, dropouts } = traced({ rate: 0.5, noiseShape: [null, 1, null] });
    expect(dropouts[0].request.shape).toEqual(['batch', 1, 4]);
    expect(outputs[0].tensor.shape).toEqual(shape);
  });

  it('does nothing in inference and at rate 0', () => {
    const inference = traced({ rate: 0.5 }, false);
    expect(inference.outputs[0].tensor).toBe(inference.x);
    const never = traced({ rate: 0 });
    expect(never.outputs[0].tensor).toBe(never.x);
    expect([...inference.dropouts, ...never.dropouts]).toEqual([]);
  });

  it('passes a mask on', () => {
    const x = placeholder('x', 'float32', shape);
    const mask = placeholder('steps', 'bool', ['batch', 3]);
    expect(traceLayer(dropout({ rate: 0.5 }), [{ tensor: x, mask }], true).outputs[0].mask).toBe(mask);
  });

  it('refuses rates, seeds and shapes that do not fit', () => {
    for (const rate of [-0.1, 1, Number.NaN, '0.5' as never]) {
      expect(() => dropout({ rate })).toThrow('dropout: rate: expected a finite number ≥ 0 and < 1');
    }
    expect(() => dropout({ rate: 0.5, seed: 1.5 })).toThrow(
      'dropout: seed: expected a whole number, got 1.5.',
    );
    expect(() => dropout({ rate: 0.5, noiseShape: [2, 1] })).toThrow(
      'noiseShape: expected null, for the batch axis',
    );
    const narrow = dropout({ rate: 0.5, noiseShape: [null, 2, null], name: 'drop' });
    expect(() => narrow(input({ shape: [3, 4] }))).toThrow(
      "dropout 'drop': noiseShape: expected a shape that stretches to [batch, 3, 4], got [null, 2, null].",
    );
  });
});
