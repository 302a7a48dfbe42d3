import { show, ValueError } from '../../errors.js';
import type { Callback } from './callback.js';
import { type CallbackFactory, defineCallback } from './define-callback.js';

export interface LearningRateSchedulerOptions {
  /** The learning rate for an epoch, from its index and the present rate. */
  schedule: (epoch: number, learningRate: number) => number;
  /** 1 says it at the beginning of each epoch. @default 0 */
  verbose?: 0 | 1;
}

/**
 * Sets the learning rate at the beginning of each epoch, and adds it to the epoch's logs as `learning_rate`.
 *
 * @throws ValueError if the schedule does not give a finite number from 0.
 * @example callbacks.learningRateScheduler({ schedule: (epoch, rate) => (epoch < 10 ? rate : rate * Math.exp(-0.1)) })
 */
export const learningRateScheduler: CallbackFactory<
  LearningRateSchedulerOptions,
  Omit<Callback, 'name'>
> = defineCallback('learningRateScheduler', ({ schedule, verbose = 0 }: LearningRateSchedulerOptions) => {
  if (typeof schedule !== 'function') {
    throw new ValueError(
      'learningRateScheduler: schedule',
      'a function (epoch, learningRate) => rate',
      show(schedule),
    );
  }
  return {
    onEpochBegin(epoch, run) {
      const rate: unknown = schedule(epoch, run.learningRate);
      if (typeof rate !== 'number' || !Number.isFinite(rate) || rate < 0) {
        const where = `learningRateScheduler: schedule(${epoch}, ${run.learningRate})`;
        throw new ValueError(
          where,
          'a finite number from 0',
          show(rate),
          'Return the learning rate of the epoch.',
        );
      }
      run.learningRate = rate;
      if (verbose > 0) run.say(`Epoch ${epoch + 1}: learning rate ${rate}`);
    },
    onEpochEnd(_, logs, run) {
      logs.learning_rate = run.learningRate;
    },
  } satisfies Omit<Callback, 'name'>;
});
