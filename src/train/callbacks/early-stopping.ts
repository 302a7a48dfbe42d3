import type { NDArray } from '../../array/ndarray.js';
import { show, ValueError } from '../../errors.js';
import type { Callback, Json } from './callback.js';
import { type CallbackFactory, defineCallback } from './define-callback.js';
import { Monitor, type MonitorOptions } from './monitor.js';
import { loadNumber, loadWeights, saveNumber, saveWeights } from './saved-values.js';

export interface EarlyStoppingOptions extends MonitorOptions {
  /** A smaller change than this is no improvement. @default 0 */
  minDelta?: number;
  /** Epochs without improvement after which training stops. @default 0 */
  patience?: number;
  /** 1 says when training stops and what is restored. @default 0 */
  verbose?: 0 | 1;
  /** Training also stops if this value is not improved on for `patience` epochs. */
  baseline?: number;
  /** Puts back the weights of the best epoch when training ends, whatever ended it. @default false */
  restoreBestWeights?: boolean;
  /** Epochs before this index are not watched. @default 0 */
  startFromEpoch?: number;
}

export interface EarlyStopping extends Callback {
  /** The best value so far; null before the first. */
  readonly best: number | null;
  /** Index of the epoch it came from. */
  readonly bestEpoch: number;
  /** Index of the epoch that training was stopped at; null if it was not. */
  readonly stoppedEpoch: number | null;
  /** Epochs since the last improvement. */
  readonly wait: number;
}

/**
 * Stops training when a log has not improved for `patience` epochs.
 *
 * State: one copy of the weights with `restoreBestWeights`. As in Keras, the first epoch of all never stops training.
 * Unlike in Keras, a first value of NaN does not stay the best one for ever.
 *
 * @throws ValueError for options out of range; when training begins, if it is unknown which direction is better.
 */
export const earlyStopping: CallbackFactory<
  EarlyStoppingOptions,
  Omit<EarlyStopping, 'name'>
> = defineCallback('earlyStopping', (options: EarlyStoppingOptions) => {
  const {
    patience = 0,
    verbose = 0,
    baseline = null,
    restoreBestWeights = false,
    startFromEpoch = 0,
  } = options;
  const monitor = new Monitor('earlyStopping', options, options.minDelta ?? 0);
  checkEpochs('patience', patience);
  checkEpochs('startFromEpoch', startFromEpoch);

  let wait = 0;
  let best: number | null = null;
  let bestEpoch = 0;
  let bestWeights: NDArray[] | null = null;
  let stoppedEpoch: number | null = null;
  let isResumed = false;

  return {
    get best() {
      return best;
    },
    get bestEpoch() {
      return bestEpoch;
    },
    get stoppedEpoch() {
      return stoppedEpoch;
    },
    get wait() {
      return wait;
    },
    onTrainBegin(run) {
      monitor.begin(run);
      if (!isResumed) {
        wait = 0;
        best = null;
        bestEpoch = 0;
        bestWeights = null;
      }
      stoppedEpoch = null;
      isResumed = false;
    },
    onEpochEnd(epoch, logs, run) {
      const value = monitor.value(logs, run);
      if (value === undefined || epoch < startFromEpoch) return;
      if (restoreBestWeights && bestWeights === null) {
        bestWeights = run.getWeights();
        bestEpoch = epoch;
      }
      wait++;
      if (monitor.isBetter(value, best)) {
        best = value;
        bestEpoch = epoch;
        if (restoreBestWeights) bestWeights = run.getWeights();
        // Better than before is not yet better than the baseline.
        if (baseline === null || monitor.isBetter(value, baseline)) wait = 0;
      } else if (wait >= patience && epoch > 0) {
        stoppedEpoch = epoch;
        run.stopTraining(`${monitor.name} has not improved for ${wait} epochs`);
      }
    },
    onTrainEnd(_, run) {
      if (verbose > 0 && stoppedEpoch !== null) run.say(`Epoch ${stoppedEpoch + 1}: early stopping`);
      if (!restoreBestWeights || bestWeights === null) return;
      if (verbose > 0) run.say(`Restoring the weights of the best epoch, ${bestEpoch + 1}`);
      run.setWeights(bestWeights);
    },
    getState(): Json {
      return {
        wait,
        best: best === null ? null : saveNumber(best),
        bestEpoch,
        bestWeights: bestWeights === null ? null : saveWeights(bestWeights),
      };
    },
    setState(state: Json) {
      const saved = state as Record<string, Json>;
      wait = Number(saved.wait);
      best = saved.best === null ? null : loadNumber(saved.best);
      bestEpoch = Number(saved.bestEpoch);
      bestWeights = saved.bestWeights === null ? null : loadWeights(saved.bestWeights);
      isResumed = true;
    },
  } satisfies Omit<EarlyStopping, 'name'>;
});

function checkEpochs(option: string, value: number): void {
  if (Number.isInteger(value) && value >= 0) return;
  throw new ValueError(`earlyStopping: ${option}`, 'a whole number of epochs, 0 or more', show(value));
}
