import { showShape } from '../../array/ndarray.js';
import { ShapeError } from '../../errors.js';
import { checkNumber } from '../check-options.js';
import { defineInitializer, type InitializerFactory } from './define-initializer.js';

export interface IdentityOptions {
  /** What stands on the diagonal. @default 1 */
  gain?: number;
}

/**
 * The identity matrix, times `gain`; cut off or filled up with zeros if it is not square.
 *
 * @throws ShapeError for a weight that is not a matrix.
 */
export const identity: InitializerFactory<IdentityOptions> = defineInitializer<IdentityOptions>({
  type: 'identity',
  defaults: { gain: 1 },
  check: ({ gain }, where) => checkNumber(gain, `${where}: gain`),
  fill({ out, shape, options }) {
    if (shape.length !== 2) {
      throw new ShapeError('initializer identity', 'a weight of two axes', showShape(shape));
    }
    out.fill(0);
    for (let i = 0; i < Math.min(...shape); i++) out[i * shape[1] + i] = options.gain!;
  },
});
