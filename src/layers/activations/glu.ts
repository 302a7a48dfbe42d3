import { showShape } from '../../array/ndarray.js';
import { ShapeError } from '../../errors.js';
import type { Tensor } from '../../graph/tensor.js';
import { mul, sigmoid, slice } from '../../ops/index.js';

/**
 * The gated linear unit: the first half of the last axis, times the sigmoid of the second.
 *
 * Shapes: [..., 2n] → [..., n]
 *
 * Reference: Dauphin et al. 2016, arXiv 1612.08083.
 *
 * @throws ShapeError if the last axis is odd.
 */
export function glu(x: Tensor): Tensor {
  const last = x.shape.at(-1);
  if (typeof last !== 'number' || last % 2 !== 0) {
    throw new ShapeError('glu', 'a last axis of even length', showShape(x.shape));
  }
  const length = last / 2;
  const half = (start: number) => slice(x, { axis: -1, start, length });
  return mul(half(0), sigmoid(half(length)));
}
