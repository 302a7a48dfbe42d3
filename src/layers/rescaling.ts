import { type Nested, toNDArray } from '../array/nested.js';
import { constant } from '../graph/leaf.js';
import { add, mul } from '../ops/index.js';
import { asFloat } from './as-float.js';
import { defineLayer, type LayerFactory } from './define-layer.js';

export interface RescalingOptions {
  /** The factor: a number, or nested arrays that stretch to a sample's shape. */
  scale: Nested;
  /** What is added afterwards. @default 0 */
  offset?: Nested;
}

/**
 * scale · x + offset
 *
 * Shapes: any → the same, as float32
 *
 * @example
 * layers.rescaling({ scale: 1 / 255 })                   // bytes to 0 … 1
 * layers.rescaling({ scale: 1 / 127.5, offset: -1 })     // bytes to -1 … 1
 */
export const rescaling: LayerFactory<RescalingOptions> = defineLayer<RescalingOptions>({
  type: 'rescaling',
  defaults: { scale: undefined, offset: 0 },
  check({ scale, offset }, where) {
    toNDArray(scale, `${where}: scale`, 'float32');
    toNDArray(offset, `${where}: offset`, 'float32');
  },
  call({ x, options: { scale, offset } }) {
    const [factor, summand] = [scale, offset].map((value) =>
      constant(toNDArray(value, 'rescaling', 'float32')),
    );
    return add(mul(asFloat(x), factor), summand);
  },
});
