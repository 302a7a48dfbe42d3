import { engineSuite } from '../testing/engine-suite.js';
import { engines } from '../testing/engines.js';

for (const engine of engines) engineSuite(engine);
