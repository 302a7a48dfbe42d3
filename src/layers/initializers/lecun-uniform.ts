import type { InitializerFactory, SeedOption } from './define-initializer.js';
import { scaledInitializer } from './variance-scaling.js';

/**
 * Random numbers spread evenly within ±√(3 / fanIn).
 *
 * Reference: LeCun et al. 1998, "Efficient BackProp".
 */
export const lecunUniform: InitializerFactory<SeedOption> = scaledInitializer('lecunUniform', {
  scale: 1,
  mode: 'fanIn',
  distribution: 'uniform',
});
