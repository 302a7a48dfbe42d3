export { mlp } from './mlp.js';
export { seed } from './seed.js';
