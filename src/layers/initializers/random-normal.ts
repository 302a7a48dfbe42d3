import { fillNormal } from '../../array/random.js';
import { checkNumber } from '../check-options.js';
import { defineInitializer, type InitializerFactory, type SeedOption } from './define-initializer.js';

export interface RandomNormalOptions extends SeedOption {
  /** @default 0 */
  mean?: number;
  /** The standard deviation, ≥ 0. @default 0.05 */
  stddev?: number;
}

/** Normally distributed random numbers. */
export const randomNormal: InitializerFactory<RandomNormalOptions> = defineInitializer<RandomNormalOptions>({
  type: 'randomNormal',
  defaults: { mean: 0, stddev: 0.05, seed: undefined },
  check({ mean, stddev }, where) {
    checkNumber(mean, `${where}: mean`);
    checkNumber(stddev, `${where}: stddev`, { low: 0 });
  },
  fill: ({ out, key, options }) =>
    fillNormal(out, { ...key, mean: options.mean!, deviation: options.stddev! }),
});
