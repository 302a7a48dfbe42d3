import * as layers from '../layers/index.js';
import type { Layer } from '../layers/layer.js';
import { input } from '../layers/symbolic.js';
import { model } from '../model/functional.js';
import type { Model } from '../model/model.js';

/** A dense layer whose kernel is all `value`. */
export const filled = (units: number, value: number, name?: string): Layer =>
  layers.dense({ units, kernelInitializer: { type: 'constant', options: { value } }, name });

/** Two inputs, two outputs: p = sum of both, q = three times that. */
export function twoAndTwo(kind: 'list' | 'record'): Model {
  const a = input({ shape: [2], name: 'a' });
  const b = input({ shape: [1], name: 'b' });
  const joined = layers.concatenate()([a, b]);
  const p = filled(1, 1, 'p')(joined);
  const q = filled(1, 3, 'q')(joined);
  return kind === 'list'
    ? model({ inputs: [a, b], outputs: [p, q] })
    : model({ inputs: { left: a, right: b }, outputs: { sum: p, triple: q } });
}
