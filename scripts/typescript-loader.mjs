/** For `node --import`: lets this process, and its workers, load the checkout's TypeScript (see typescript-hooks.mjs). */
import { register } from 'node:module';

register('./typescript-hooks.mjs', import.meta.url);
