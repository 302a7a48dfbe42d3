import type { InitializerFactory, SeedOption } from './define-initializer.js';
import { scaledInitializer } from './variance-scaling.js';

/**
 * Random numbers spread evenly within ±√(6 / fanIn): for layers with relu.
 *
 * Reference: He et al. 2015, arXiv 1502.01852.
 */
export const heUniform: InitializerFactory<SeedOption> = scaledInitializer('heUniform', {
  scale: 2,
  mode: 'fanIn',
  distribution: 'uniform',
});
