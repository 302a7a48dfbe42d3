import type { Tensor } from '../../graph/tensor.js';
import { resolveOptions } from '../resolve-options.js';
import type { Regularizer } from './regularizer.js';

/** A regularizer, defined: what it stores, and its penalty. */
export interface RegularizerDefinition<Options> {
  type: string;
  /** Every option with its default. */
  defaults: Required<Options>;
  /** Refuses bad options: throw a ValueError. */
  check?(options: Required<Options>, where: string): void;
  /** The penalty on a weight, as a scalar. */
  penalty(weight: Tensor, options: Required<Options>): Tensor;
}

/** Makes a regularizer from options. */
export interface RegularizerFactory<Options extends object> {
  (options?: Options): Regularizer;
  readonly type: string;
}

/**
 * Makes a regularizer's factory from its definition. Regularizers of your own are made the same way.
 *
 * @example
 * const nonNegative = defineRegularizer<{ factor?: number }>({
 *   type: 'nonNegative',
 *   defaults: { factor: 0.01 },
 *   penalty: (weight, { factor }) => ops.mul(ops.reduceSum(ops.relu(ops.neg(weight))), factor),
 * });
 * layers.dense({ units: 1, kernelRegularizer: nonNegative({ factor: 0.1 }) });
 */
export function defineRegularizer<Options extends object>(
  definition: RegularizerDefinition<Options>,
): RegularizerFactory<Options> {
  const { type } = definition;
  const factory = (given?: Options): Regularizer => {
    const options = resolveOptions<Options>(type, given, definition.defaults) as Required<Options>;
    definition.check?.(options, type);
    return {
      type,
      options: options as Readonly<Record<string, unknown>>,
      penalty: (weight) => definition.penalty(weight, options),
    };
  };
  return Object.assign(factory, { type });
}
