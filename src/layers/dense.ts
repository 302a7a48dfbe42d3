import { showShape } from '../array/ndarray.js';
import { ShapeError } from '../errors.js';
import { add, matmul } from '../ops/index.js';
import { type ActivationLike, resolveActivation } from './activations/resolve-activation.js';
import { asFloat } from './as-float.js';
import { checkCount, checkFlag } from './check-options.js';
import { defineLayer, type LayerFactory } from './define-layer.js';
import { type InitializerLike, resolveInitializer } from './initializers/resolve-initializer.js';
import { type RegularizerLike, resolveRegularizer } from './regularizers/resolve-regularizer.js';
import type { WeightSpec } from './weight.js';

export interface DenseOptions {
  /** How many outputs, a positive whole number. */
  units: number;
  /** @default 'linear' */
  activation?: ActivationLike;
  /** Whether to add a bias. @default true */
  useBias?: boolean;
  /** @default 'glorotUniform' */
  kernelInitializer?: InitializerLike;
  /** @default 'zeros' */
  biasInitializer?: InitializerLike;
  /** A penalty on the kernel. @default none */
  kernelRegularizer?: RegularizerLike;
  /** A penalty on the bias. @default none */
  biasRegularizer?: RegularizerLike;
}

/**
 * Every output is a weighted sum of all inputs.
 *
 *     y = activation(x · kernel + bias)
 *
 * Shapes: [batch, ..., inputs] → [batch, ..., units]
 * Parameters: kernel [inputs, units], bias [units].
 *
 * @throws ShapeError for inputs without a batch axis and a last axis of known length.
 * @example
 * const model = sequential([layers.dense({ units: 64, activation: 'relu', inputShape: [13] }), layers.dense({ units: 1 })]);
 */
export const dense: LayerFactory<DenseOptions> = defineLayer<DenseOptions>({
  type: 'dense',
  defaults: {
    units: undefined,
    activation: 'linear',
    useBias: true,
    kernelInitializer: 'glorotUniform',
    biasInitializer: 'zeros',
    kernelRegularizer: undefined,
    biasRegularizer: undefined,
  },
  check(options, where) {
    checkCount(options.units, `${where}: units`);
    checkFlag(options.useBias, `${where}: useBias`);
    resolveActivation(options.activation, `${where}: activation`);
    weightsOf(1, options, where);
  },
  weights([{ shape }], options, where) {
    const inputs = shape.at(-1);
    if (shape.length < 2 || typeof inputs !== 'number') {
      const fix = shape.length < 2 ? 'Give each number an axis of its own: inputShape [1].' : '';
      throw new ShapeError(where, 'inputs of shape [batch, ..., inputs]', showShape(shape), fix);
    }
    return weightsOf(inputs, options, where);
  },
  call({ x, weights, options }) {
    const product = matmul(asFloat(x), weights.kernel);
    const sum = options.useBias ? add(product, weights.bias) : product;
    return resolveActivation(options.activation, 'dense')(sum);
  },
});

function weightsOf(inputs: number, options: DenseOptions, where: string): Record<string, WeightSpec> {
  const kernel = {
    shape: [inputs, options.units],
    initializer: resolveInitializer(options.kernelInitializer!, `${where}: kernelInitializer`),
    regularizer: resolveRegularizer(options.kernelRegularizer, `${where}: kernelRegularizer`),
  };
  const bias = {
    shape: [options.units],
    initializer: resolveInitializer(options.biasInitializer!, `${where}: biasInitializer`),
    regularizer: resolveRegularizer(options.biasRegularizer, `${where}: biasRegularizer`),
  };
  return options.useBias ? { kernel, bias } : { kernel };
}
