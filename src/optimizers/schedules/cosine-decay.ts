import { count, notNegative, optional, wholeNumber, zeroToOne } from '../check-options.js';
import { defineSchedule, type ScheduleFactory } from './define-schedule.js';

export interface CosineDecayOptions {
  /** The learning rate at step 0. */
  initialLearningRate: number;
  /** Updates of the decay, not counting the warm-up. */
  decaySteps: number;
  /** The learning rate at the end, as a fraction of the one at the start of the decay. @default 0 */
  alpha?: number;
  /** The learning rate at the end of the warm-up and start of the decay. Without it there is no warm-up. */
  warmupTarget?: number;
  /** Updates of the warm-up. @default 0 */
  warmupSteps?: number;
}

/**
 * A learning rate that falls along half a cosine wave, after an optional linear warm-up.
 *
 *     warm-up, t < w:  lr(t) = lr₀ + (target - lr₀) · t / w
 *     decay:           lr(t) = start · ((1 - α) · ½(1 + cos(π · min(t - w, d) / d)) + α)
 *
 * where w = warmupSteps, d = decaySteps, start = target; without target, w = 0 and start = lr₀.
 *
 * Reference: Loshchilov & Hutter 2016, arXiv 1608.03983; warm-up: Goyal et al. 2017, arXiv 1706.02677.
 *
 * @example
 * adam({ learningRate: cosineDecay({ initialLearningRate: 0, warmupTarget: 1e-3, warmupSteps: 500, decaySteps: 10_000 }) });
 */
export const cosineDecay: ScheduleFactory<CosineDecayOptions> = defineSchedule<CosineDecayOptions>({
  name: 'cosineDecay',
  defaults: { alpha: 0, warmupSteps: 0 },
  checks: {
    initialLearningRate: notNegative,
    decaySteps: count,
    alpha: zeroToOne,
    warmupTarget: optional(notNegative),
    warmupSteps: wholeNumber,
  },
  at(step, { initialLearningRate, decaySteps, alpha, warmupTarget, warmupSteps }) {
    const warms = warmupTarget !== undefined;
    if (warms && step < warmupSteps) {
      return initialLearningRate + (warmupTarget - initialLearningRate) * (step / warmupSteps);
    }
    const start = warms ? warmupTarget : initialLearningRate;
    const done = Math.min(step - (warms ? warmupSteps : 0), decaySteps) / decaySteps;
    return start * ((1 - alpha) * 0.5 * (1 + Math.cos(Math.PI * done)) + alpha);
  },
});
