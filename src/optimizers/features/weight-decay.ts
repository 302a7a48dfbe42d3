import type { Feature } from './feature.js';

/** The name of the scalar that is 0 for weights that do not decay. */
export const decayScalar = '@weightDecay';

/**
 * Decoupled weight decay: the rule starts from a weight that has shrunk a little.
 *
 *     w ← w - w · decay · lr
 *
 * Reference: Loshchilov & Hutter 2017, arXiv 1711.05101.
 */
export function weightDecay(decay: number): Feature {
  return {
    scalars: ({ learningRate }) => ({ [decayScalar]: decay * learningRate }),
    wrap: (rule) => (inputs) => {
      const shrunk = inputs.param.sub(inputs.param.mul(inputs.scalars[decayScalar]));
      return rule({ ...inputs, param: shrunk });
    },
  };
}
