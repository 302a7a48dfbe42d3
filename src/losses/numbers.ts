import type { Tensor } from '../graph/tensor.js';
import { add, clip as clipOp, maximum, minimum, mul, reduceMean, reshape } from '../ops/index.js';

/** Keras's `epsilon()`: keeps logarithms and divisors away from 0. */
export const epsilon = 1e-7;

/** min(max(x, low), high), with half of the gradient on a bound, as JAX has it. */
export function clip(x: Tensor, low: number, high: number): Tensor {
  return minimum(maximum(x, low), high);
}

/** Probabilities kept within [ε, 1 - ε], with all of the gradient on a bound, as TensorFlow has it: a cheap op of its own. */
export function clipProbability(p: Tensor): Tensor {
  return clipOp(p, epsilon, 1 - epsilon);
}

/** The mean over the last axis. Shapes: [..., outputs] → [...] */
export function meanOfLast(x: Tensor): Tensor {
  return x.shape.at(-1) === 1 ? reshape(x, x.shape.slice(0, -1)) : reduceMean(x, { axes: [-1] });
}

/** Labels drawn towards one another: y (1 - s) + s / classes */
export function smooth(labels: Tensor, amount: number, classes: number): Tensor {
  return amount === 0 ? labels : add(mul(labels, 1 - amount), amount / classes);
}
