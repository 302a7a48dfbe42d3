import type { Feature } from './feature.js';

/** Cuts each element of the gradient to the range ± `limit`. */
export function clipValue(limit: number): Feature {
  return {
    scalars: () => ({ '@clipValue': limit }),
    wrap: (rule) => (inputs) => {
      const bound = inputs.scalars['@clipValue'];
      return rule({ ...inputs, gradient: inputs.gradient.min(bound).max(bound.neg()) });
    },
  };
}
