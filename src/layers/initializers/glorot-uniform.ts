import type { InitializerFactory, SeedOption } from './define-initializer.js';
import { scaledInitializer } from './variance-scaling.js';

/**
 * Random numbers spread evenly within ±√(6 / (fanIn + fanOut)): the default for kernels.
 *
 * Reference: Glorot & Bengio 2010, "Understanding the difficulty of training deep feedforward neural networks".
 */
export const glorotUniform: InitializerFactory<SeedOption> = scaledInitializer('glorotUniform', {
  scale: 1,
  mode: 'fanAvg',
  distribution: 'uniform',
});
