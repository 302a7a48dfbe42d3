export { binaryCrossentropy } from './binary-crossentropy.js';
export { categoricalCrossentropy } from './categorical-crossentropy.js';
export { crossentropy } from './crossentropy.js';
export { meanAbsoluteError } from './mean-absolute-error.js';
export { meanSquaredError } from './mean-squared-error.js';
export { sparseCategoricalCrossentropy } from './sparse-categorical-crossentropy.js';
