import type { InitializerFactory, SeedOption } from './define-initializer.js';
import { scaledInitializer } from './variance-scaling.js';

/**
 * Normally distributed random numbers of deviation √(2 / fanIn), the tails beyond 2σ drawn again: for layers with relu.
 *
 * Reference: He et al. 2015, arXiv 1502.01852.
 */
export const heNormal: InitializerFactory<SeedOption> = scaledInitializer('heNormal', {
  scale: 2,
  mode: 'fanIn',
  distribution: 'truncatedNormal',
});
