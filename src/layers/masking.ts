import type { Tensor } from '../graph/tensor.js';
import { cast, greater, notEqual, reduceMax, where } from '../ops/index.js';
import { asFloat } from './as-float.js';
import { checkNumber } from './check-options.js';
import { defineLayer, type LayerFactory } from './define-layer.js';
import { alignMask } from './masks.js';

export interface MaskingOptions {
  /** A time step where every feature has this value is padding. @default 0 */
  maskValue?: number;
}

/**
 * Marks time steps as padding, which later layers leave out, and sets them to 0.
 *
 * Shapes: [batch, time, features] → the same, with a mask [batch, time]
 */
export const masking: LayerFactory<MaskingOptions> = defineLayer<MaskingOptions>({
  type: 'masking',
  defaults: { maskValue: 0 },
  check: ({ maskValue }, where) => checkNumber(maskValue, `${where}: maskValue`),
  call({ x: given, options: { maskValue } }) {
    const x = asFloat(given);
    return where(alignMask(counts(x, maskValue!), x), x, 0);
  },
  mask: ({ x, options: { maskValue } }) => counts(asFloat(x), maskValue!),
});

function counts(x: Tensor, maskValue: number): Tensor {
  return greater(reduceMax(cast(notEqual(x, maskValue), 'float32'), { axes: [-1] }), 0);
}
