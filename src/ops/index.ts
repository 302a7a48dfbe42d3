export { argMax } from './arg.js';
export { add, div, maximum, minimum, mul, type Operand, pow, sub } from './binary.js';
export { broadcastTo, sumTo } from './broadcast.js';
export { clip } from './clip.js';
export { and, equal, greater, greaterEqual, less, lessEqual, notEqual, or } from './compare.js';
export { concat } from './concat.js';
export { gather, scatterAdd } from './gather.js';
export { gatherLast } from './gather-last.js';
export { matmul } from './matmul.js';
export { oneHot } from './one-hot.js';
export { lengthOf, reduceMax, reduceMean, reduceMin, reduceSum } from './reduce.js';
export { expandDims, reshape } from './reshape.js';
export { sigmoidCrossEntropy } from './sigmoid-cross-entropy.js';
export { pad, slice } from './slice.js';
export { logSoftmax, softmax } from './softmax.js';
export { softmaxCrossEntropy, sparseSoftmaxCrossEntropy } from './softmax-cross-entropy.js';
export { stopGradient } from './stop-gradient.js';
export { transpose } from './transpose.js';
export {
  abs,
  cast,
  ceil,
  cos,
  erf,
  exp,
  floor,
  isFloat,
  log,
  neg,
  not,
  reciprocal,
  relu,
  round,
  sigmoid,
  sign,
  sin,
  softplus,
  sqrt,
  square,
  tanh,
} from './unary.js';
export { where } from './where.js';
