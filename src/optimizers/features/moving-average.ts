import type { Feature } from './feature.js';

/** The slot that holds the average. */
export const averageSlot = 'ema';

/**
 * An exponential moving average of the weights after each update; the first update copies them.
 *
 *     average ← momentum · average + (1 - momentum) · w        with momentum = 0 in the first step
 */
export function movingAverage(emaMomentum: number): Feature {
  return {
    slots: { [averageSlot]: 0 },
    scalars: ({ step }) => {
      const past = step === 1 ? 0 : emaMomentum;
      return { '@averagePast': past, '@averagePresent': 1 - past };
    },
    wrap: (rule) => (inputs) => {
      const { param, slots } = rule(inputs);
      const past = inputs.slots[averageSlot].mul(inputs.scalars['@averagePast']);
      const average = past.add(param.mul(inputs.scalars['@averagePresent']));
      return { param, slots: { ...slots, [averageSlot]: average } };
    },
  };
}
