import { show, UnknownNameError, ValueError } from '../../errors.js';
import type { Callback } from './callback.js';

const hooks = [
  ...['onTrainBegin', 'onTrainEnd', 'onEpochBegin', 'onEpochEnd', 'onTrainBatchBegin', 'onTrainBatchEnd'],
  ...['onTestBegin', 'onTestEnd', 'onTestBatchBegin', 'onTestBatchEnd'],
  ...['onPredictBegin', 'onPredictEnd', 'onPredictBatchBegin', 'onPredictBatchEnd'],
  ...['getState', 'setState'],
];

/**
 * A callback from single functions. A plain object with these functions and a `name` does as well; here a misspelt
 * one is found.
 *
 * @throws UnknownNameError for a function that no event calls.
 * @example callbacks.lambda({ onEpochEnd: (epoch, logs) => console.log(epoch, logs.loss) })
 */
export function lambda(functions: Partial<Callback>): Callback {
  for (const [name, hook] of Object.entries(functions)) {
    if (name === 'name') continue;
    if (!hooks.includes(name)) throw new UnknownNameError('lambda', 'training event', name, hooks);
    if (hook !== undefined && typeof hook !== 'function') {
      throw new ValueError(`lambda: ${name}`, 'a function', show(hook));
    }
  }
  return { ...functions, name: functions.name ?? 'lambda' };
}
