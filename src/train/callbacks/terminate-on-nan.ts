import { MinibatchError } from '../../errors.js';
import type { Callback } from './callback.js';
import { type CallbackFactory, defineCallback } from './define-callback.js';

export interface TerminateOnNaNOptions {
  /** Throws, which ends `fit` at once; `onTrainEnd` is then not called. @default false */
  raiseError?: boolean;
}

/**
 * Ends training at the first step whose loss is NaN or infinite.
 *
 * @throws MinibatchError at that step, with `raiseError`.
 */
export const terminateOnNaN: CallbackFactory<TerminateOnNaNOptions, Omit<Callback, 'name'>> = defineCallback(
  'terminateOnNaN',
  ({ raiseError = false }: TerminateOnNaNOptions) =>
    ({
      onTrainBatchEnd(step, { loss }, run) {
        if (loss === undefined || Number.isFinite(loss)) return;
        const place = `Epoch ${run.epoch + 1}, step ${step + 1}: the loss is ${loss}`;
        if (raiseError) throw new MinibatchError(`terminateOnNaN: expected a finite loss. ${place}.`);
        run.say(`${place}. Training ends.`);
        run.stopTraining(place);
      },
    }) satisfies Omit<Callback, 'name'>,
);
