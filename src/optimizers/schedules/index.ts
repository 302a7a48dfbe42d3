export { cosineDecay } from './cosine-decay.js';
export { cosineDecayRestarts } from './cosine-decay-restarts.js';
export { exponentialDecay } from './exponential-decay.js';
export { inverseTimeDecay } from './inverse-time-decay.js';
export { piecewiseConstantDecay } from './piecewise-constant-decay.js';
export { polynomialDecay } from './polynomial-decay.js';
