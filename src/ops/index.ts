export { argMax } from './arg.js';
export { add, div, maximum, minimum, mul, type Operand, pow, sub } from './binary.js';
export { broadcastTo, sumTo } from './broadcast.js';
export { and, equal, greater, greaterEqual, less, lessEqual, notEqual, or } from './compare.js';
export { gather, gatherLast, oneHot, scatterAdd } from './gather.js';
export { matmul } from './matmul.js';
export { lengthOf, reduceMax, reduceMean, reduceMin, reduceSum } from './reduce.js';
export { concat, pad, reshape, slice, transpose } from './shape.js';
export { logSoftmax, softmax } from './softmax.js';
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
  sigmoid,
  sign,
  sin,
  softplus,
  sqrt,
  square,
  tanh,
} from './unary.js';
export { where } from './where.js';
