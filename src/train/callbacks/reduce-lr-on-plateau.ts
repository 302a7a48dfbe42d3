import { show, ValueError } from '../../errors.js';
import type { Callback, Json } from './callback.js';
import { type CallbackFactory, defineCallback } from './define-callback.js';
import { Monitor, type MonitorOptions } from './monitor.js';
import { loadNumber, saveNumber } from './saved-values.js';

export interface ReduceLROnPlateauOptions extends MonitorOptions {
  /** What the learning rate is multiplied by, between 0 and 1. @default 0.1 */
  factor?: number;
  /** Epochs without improvement after which it is reduced. @default 10 */
  patience?: number;
  /** 1 says when it is. @default 0 */
  verbose?: 0 | 1;
  /** A smaller change than this is no improvement. @default 1e-4 */
  minDelta?: number;
  /** Epochs after a reduction in which waiting does not count. @default 0 */
  cooldown?: number;
  /** The learning rate is never made smaller than this. @default 0 */
  minLr?: number;
}

/**
 * Reduces the learning rate when a log has not improved for `patience` epochs.
 *
 *     learning rate ← max(factor · learning rate, minLr)
 *
 * Adds `learning_rate` to the epoch's logs: the one it was trained with.
 *
 * @throws ValueError for options out of range; when training begins, if it is unknown which direction is better.
 */
export const reduceLROnPlateau: CallbackFactory<
  ReduceLROnPlateauOptions,
  Omit<Callback, 'name'>
> = defineCallback('reduceLROnPlateau', (options: ReduceLROnPlateauOptions) => {
  const { factor = 0.1, patience = 10, verbose = 0, cooldown = 0, minLr = 0 } = options;
  const monitor = new Monitor('reduceLROnPlateau', options, options.minDelta ?? 1e-4);
  check('factor', 'a number above 0 and below 1', factor, factor > 0 && factor < 1);
  check(
    'patience',
    'a whole number of epochs, 0 or more',
    patience,
    Number.isInteger(patience) && patience >= 0,
  );
  check(
    'cooldown',
    'a whole number of epochs, 0 or more',
    cooldown,
    Number.isInteger(cooldown) && cooldown >= 0,
  );
  check('minLr', 'a number from 0', minLr, Number.isFinite(minLr) && minLr >= 0);

  let best: number | null = null;
  let wait = 0;
  let coolingFor = 0;
  let isResumed = false;

  return {
    onTrainBegin(run) {
      monitor.begin(run);
      if (!isResumed) {
        best = null;
        wait = 0;
        coolingFor = 0;
      }
      isResumed = false;
    },
    onEpochEnd(epoch, logs, run) {
      const rate = run.learningRate;
      logs.learning_rate = rate;
      const value = monitor.value(logs, run);
      if (value === undefined) return;
      if (coolingFor > 0) {
        coolingFor--;
        wait = 0;
      }
      if (monitor.isBetter(value, best)) {
        best = value;
        wait = 0;
        return;
      }
      if (coolingFor > 0 || ++wait < patience) return;
      // In float32, as the optimizer may keep its rate: 1e-4 there is a little below 1e-4 here.
      if (Math.fround(rate) <= Math.fround(minLr)) return;
      run.learningRate = Math.max(rate * factor, minLr);
      coolingFor = cooldown;
      wait = 0;
      if (verbose > 0) {
        run.say(
          `Epoch ${epoch + 1}: ${monitor.name} stands still, learning rate ${rate} → ${run.learningRate}`,
        );
      }
    },
    getState(): Json {
      return { best: best === null ? null : saveNumber(best), wait, coolingFor };
    },
    setState(state: Json) {
      const saved = state as Record<string, Json>;
      best = saved.best === null ? null : loadNumber(saved.best);
      wait = Number(saved.wait);
      coolingFor = Number(saved.coolingFor);
      isResumed = true;
    },
  } satisfies Omit<Callback, 'name'>;
});

function check(option: string, expected: string, value: number, isRight: boolean): void {
  if (!isRight) throw new ValueError(`reduceLROnPlateau: ${option}`, expected, show(value));
}
