export * from './class-weight.js';
export * from './dataset.js';
export * as datasets from './datasets.js';
export * from './from-arrays.js';
export * from './iterable.js';
export * from './parts.js';
export * from './split-validation.js';
