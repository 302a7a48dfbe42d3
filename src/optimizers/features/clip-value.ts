import type { Feature } from './feature.js';

/** Cuts each element of the gradient to the range ± `limit`. */
export function clipvalue(limit: number): Feature {
  return {
    scalars: () => ({ '@clipvalue': limit }),
    wrap: (rule) => (inputs) => {
      const bound = inputs.scalars['@clipvalue'];
      return rule({ ...inputs, gradient: inputs.gradient.min(bound).max(bound.neg()) });
    },
  };
}
