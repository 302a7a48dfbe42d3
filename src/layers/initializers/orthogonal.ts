import { showShape, sizeOf } from '../../array/ndarray.js';
import { fillNormal } from '../../array/random.js';
import { ShapeError } from '../../errors.js';
import { checkNumber } from '../check-options.js';
import { defineInitializer, type InitializerFactory, type SeedOption } from './define-initializer.js';

export interface OrthogonalOptions extends SeedOption {
  /** Factor. @default 1 */
  gain?: number;
}

/**
 * A random orthogonal matrix: its columns have length `gain` and stand at right angles, or its rows where there are fewer of
 * them. Axes before the last count as rows.
 *
 * Normally distributed columns, made orthogonal one after the other (Gram and Schmidt, twice for precision), which gives each
 * orthogonal matrix the same chance.
 *
 * Reference: Saxe, McClelland & Ganguli 2013, arXiv 1312.6120.
 *
 * @throws ShapeError for a weight of fewer than two axes.
 */
export const orthogonal: InitializerFactory<OrthogonalOptions> = defineInitializer<OrthogonalOptions>({
  type: 'orthogonal',
  defaults: { gain: 1, seed: undefined },
  check: ({ gain }, where) => checkNumber(gain, `${where}: gain`),
  fill({ out, shape, key, options }) {
    if (shape.length < 2) {
      throw new ShapeError('initializer orthogonal', 'a weight of two axes or more', showShape(shape));
    }
    const columns = shape.at(-1)!;
    const rows = sizeOf(shape) / columns;
    const length = Math.max(rows, columns);
    const vectors = randomOrthonormal(Math.min(rows, columns), length, key);
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const value = rows >= columns ? vectors[column][row] : vectors[row][column];
        out[row * columns + column] = options.gain! * value;
      }
    }
  },
});

function randomOrthonormal(
  count: number,
  length: number,
  key: { seed: number; stream: number },
): Float64Array[] {
  const random = new Float32Array(count * length);
  fillNormal(random, { ...key, mean: 0, deviation: 1 });
  const vectors: Float64Array[] = [];
  for (let k = 0; k < count; k++) {
    const vector = Float64Array.from(random.subarray(k * length, (k + 1) * length));
    for (let pass = 0; pass < 2; pass++) {
      for (const other of vectors) {
        const along = dot(vector, other);
        for (let i = 0; i < length; i++) vector[i] -= along * other[i];
      }
    }
    const size = Math.sqrt(dot(vector, vector));
    vectors.push(vector.map((value) => value / size));
  }
  return vectors;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
