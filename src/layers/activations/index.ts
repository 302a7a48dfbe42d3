export { logSoftmax, relu, sigmoid, softmax, softplus, tanh } from '../../ops/index.js';
export { linear } from './linear.js';
