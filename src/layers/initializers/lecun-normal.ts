import type { InitializerFactory, SeedOption } from './define-initializer.js';
import { scaledInitializer } from './variance-scaling.js';

/**
 * Normally distributed random numbers of deviation √(1 / fanIn), the tails beyond 2σ drawn again: for layers with selu.
 *
 * Reference: Klambauer et al. 2017, arXiv 1706.02515.
 */
export const lecunNormal: InitializerFactory<SeedOption> = scaledInitializer('lecunNormal', {
  scale: 1,
  mode: 'fanIn',
  distribution: 'truncatedNormal',
});
