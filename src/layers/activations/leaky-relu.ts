import type { Tensor } from '../../graph/tensor.js';
import { greater, mul, where } from '../../ops/index.js';

/**
 * x for x > 0, a · x below.
 *
 * Reference: Maas, Hannun & Ng 2013, "Rectifier nonlinearities improve neural network acoustic models".
 *
 * @param negativeSlope The slope below, a. @default 0.2 (the layer of this name has 0.3, as in Keras)
 */
export function leakyRelu(x: Tensor, negativeSlope = 0.2): Tensor {
  return where(greater(x, 0), x, mul(x, negativeSlope));
}
