import { allocate, NDArray, showShape, sizeOf } from '../array/ndarray.js';
import { type ArrayInput, toNDArray } from '../array/nested.js';
import { ShapeError, show } from '../errors.js';
import { initialize } from '../train/weight-memory.js';
import type { Network } from './network.js';

/** Fills weights that have no numbers yet, by their initializers. */
export function ensureWeights({ weights }: Network, seed: () => number): void {
  for (const [stream, { weight }] of weights.entries()) {
    if (weight.data !== undefined) continue;
    weight.data = allocate('float32', sizeOf(weight.shape)) as Float32Array;
    initialize(weight, weight.data, { seed: seed(), stream });
  }
}

/** Copies of all weights. */
export function copyWeights({ weights }: Network): NDArray[] {
  return weights.map(({ weight }) => new NDArray(Float32Array.from(weight.data!), weight.shape));
}

/**
 * Puts numbers into the weights; all are checked before the first is changed.
 *
 * @throws ShapeError if their number or shapes are not the model's.
 */
export function writeWeights(network: Network, given: readonly unknown[]): void {
  const own = network.weights;
  const where = `${network.name}: setWeights`;
  if (!Array.isArray(given) || given.length !== own.length) {
    const got = Array.isArray(given) ? `${given.length}` : show(given);
    throw new ShapeError(where, `${own.length} arrays, as getWeights gives`, got);
  }
  const arrays = given.map((array, i) => toNDArray(array as ArrayInput, `setWeights: ${own[i].path}`));
  for (const [i, { shape }] of arrays.entries()) {
    const { path, weight } = own[i];
    if (shape.join() !== weight.shape.join()) {
      throw new ShapeError(`setWeights: ${path}`, showShape(weight.shape), showShape(shape));
    }
  }
  for (const [i, { weight }] of own.entries()) {
    weight.data ??= allocate('float32', sizeOf(weight.shape)) as Float32Array;
    weight.data.set(Float32Array.from(arrays[i].data, Number));
  }
}
