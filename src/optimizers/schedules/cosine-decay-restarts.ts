import { type Check, count, notNegative, zeroToOne } from '../check-options.js';
import { defineSchedule, type ScheduleFactory } from './define-schedule.js';

export interface CosineDecayRestartsOptions {
  /** The learning rate at step 0. */
  initialLearningRate: number;
  /** Updates of the first period. */
  firstDecaySteps: number;
  /** How many times longer each period is than the one before, ≥ 1. @default 2 */
  tMul?: number;
  /** The start of each period, as a multiple of the start of the one before. @default 1 */
  mMul?: number;
  /** The lowest learning rate, as a fraction of the first. @default 0 */
  alpha?: number;
}

const atLeastOne: Check = {
  expected: 'a number ≥ 1',
  holds: (value) => typeof value === 'number' && Number.isFinite(value) && value >= 1,
};

/**
 * A learning rate that falls along half a cosine wave, jumps up, and falls again more slowly.
 *
 *     lr(t) = lr₀ · ((1 - α) · mMulⁱ · ½(1 + cos(π · f)) + α)
 *
 * where i counts the restarts so far and f is the fraction of period i that is done; period i has
 * firstDecaySteps · tMulⁱ updates. A step on a restart belongs to the period that it starts, also where rounding would put
 * the end of a period up to a billionth of its length later (Keras's backends disagree there).
 *
 * Reference: Loshchilov & Hutter 2016, arXiv 1608.03983.
 *
 * @example
 * sgd({ learningRate: cosineDecayRestarts({ initialLearningRate: 0.1, firstDecaySteps: 1000 }) });
 */
export const cosineDecayRestarts: ScheduleFactory<CosineDecayRestartsOptions> =
  defineSchedule<CosineDecayRestartsOptions>({
    name: 'cosineDecayRestarts',
    defaults: { tMul: 2, mMul: 1, alpha: 0 },
    checks: {
      initialLearningRate: notNegative,
      firstDecaySteps: count,
      tMul: atLeastOne,
      mMul: notNegative,
      alpha: zeroToOne,
    },
    at(step, { initialLearningRate, firstDecaySteps, tMul, mMul, alpha }) {
      const { restarts, fraction } = position(step / firstDecaySteps, tMul);
      const wave = 0.5 * mMul ** restarts * (1 + Math.cos(Math.PI * fraction));
      return initialLearningRate * ((1 - alpha) * wave + alpha);
    },
  });

/** Which period a time (in first periods) falls into, and how much of that period is done. */
function position(time: number, tMul: number): { restarts: number; fraction: number } {
  if (tMul === 1) return { restarts: Math.floor(time), fraction: time - Math.floor(time) };
  const start = (i: number) => (tMul ** i - 1) / (tMul - 1);
  let restarts = Math.max(0, Math.floor(Math.log1p(time * (tMul - 1)) / Math.log(tMul)) - 1);
  const slack = 1e-9;
  while (time >= start(restarts + 1) - slack * tMul ** restarts) restarts++;
  return { restarts, fraction: Math.max(0, (time - start(restarts)) / tMul ** restarts) };
}
