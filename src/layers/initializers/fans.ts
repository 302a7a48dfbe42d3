import type { Shape } from '../../array/ndarray.js';

/**
 * How many numbers flow into one unit of a weight, and out of one, by its shape.
 *
 *     []  1, 1      [n]  n, n      [inputs, units]  inputs, units
 *     [...window, inputs, units]  |window| · inputs, |window| · units
 */
export function fans(shape: Shape): { fanIn: number; fanOut: number } {
  if (shape.length === 0) return { fanIn: 1, fanOut: 1 };
  if (shape.length === 1) return { fanIn: shape[0], fanOut: shape[0] };
  const window = shape.slice(0, -2).reduce((product, length) => product * length, 1);
  return { fanIn: window * shape.at(-2)!, fanOut: window * shape.at(-1)! };
}
