import type { InitializerFactory, SeedOption } from './define-initializer.js';
import { scaledInitializer } from './variance-scaling.js';

/**
 * Normally distributed random numbers of deviation √(2 / (fanIn + fanOut)), the tails beyond 2σ drawn again.
 *
 * Reference: Glorot & Bengio 2010, "Understanding the difficulty of training deep feedforward neural networks".
 */
export const glorotNormal: InitializerFactory<SeedOption> = scaledInitializer('glorotNormal', {
  scale: 1,
  mode: 'fanAvg',
  distribution: 'truncatedNormal',
});
