import { fillTruncatedNormal } from '../../array/random.js';
import { checkNumber } from '../check-options.js';
import { defineInitializer, type InitializerFactory } from './define-initializer.js';
import type { RandomNormalOptions } from './random-normal.js';

/**
 * Normally distributed random numbers; those further than two `stddev` from the mean are drawn again, which leaves a deviation of
 * 0.88 `stddev`.
 */
export const truncatedNormal: InitializerFactory<RandomNormalOptions> =
  defineInitializer<RandomNormalOptions>({
    type: 'truncatedNormal',
    defaults: { mean: 0, stddev: 0.05, seed: undefined },
    check({ mean, stddev }, where) {
      checkNumber(mean, `${where}: mean`);
      checkNumber(stddev, `${where}: stddev`, { low: 0 });
    },
    fill: ({ out, key, options }) =>
      fillTruncatedNormal(out, { ...key, mean: options.mean!, deviation: options.stddev! }),
  });
