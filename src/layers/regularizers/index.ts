export { l1 } from './l1.js';
export { l2 } from './l2.js';
