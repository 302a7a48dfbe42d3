import { fillUniform } from '../../array/random.js';
import { checkNumber } from '../check-options.js';
import { defineInitializer, type InitializerFactory, type SeedOption } from './define-initializer.js';

export interface RandomUniformOptions extends SeedOption {
  /** @default -0.05 */
  minval?: number;
  /** ≥ minval. @default 0.05 */
  maxval?: number;
}

/** Random numbers spread evenly from `minval` to `maxval`. */
export const randomUniform: InitializerFactory<RandomUniformOptions> =
  defineInitializer<RandomUniformOptions>({
    type: 'randomUniform',
    defaults: { minval: -0.05, maxval: 0.05, seed: undefined },
    check({ minval, maxval }, where) {
      checkNumber(minval, `${where}: minval`);
      checkNumber(maxval, `${where}: maxval`, { low: minval });
    },
    fill: ({ out, key, options }) =>
      fillUniform(out, { ...key, low: options.minval!, high: options.maxval! }),
  });
