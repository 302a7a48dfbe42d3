import { show, UnknownNameError, ValueError } from '../errors.js';
import type { Callback } from './callbacks/callback.js';

const hooks: readonly (keyof Callback)[] = [
  'onTrainBegin',
  'onTrainEnd',
  'onEpochBegin',
  'onEpochEnd',
  'onTrainBatchBegin',
  'onTrainBatchEnd',
  'onTestBegin',
  'onTestBatchBegin',
  'onTestBatchEnd',
  'onTestEnd',
  'onPredictBegin',
  'onPredictBatchBegin',
  'onPredictBatchEnd',
  'onPredictEnd',
];

/**
 * Refuses a list that holds anything but callbacks, and hooks that nobody would ever call.
 *
 * @throws ValueError or UnknownNameError
 */
export function checkCallbacks(where: string, callbacks: unknown): void {
  if (callbacks === undefined) return;
  const fix = 'A callback is an object such as { name: …, onEpochEnd(epoch, logs, run) { … } }.';
  if (!Array.isArray(callbacks)) throw new ValueError(where, 'a list of callbacks', show(callbacks), fix);
  for (const [i, callback] of callbacks.entries()) {
    const place = `${where}[${i}]`;
    if (typeof callback !== 'object' || callback === null)
      throw new ValueError(place, 'a callback', show(callback), fix);
    for (const name of hookNames(callback)) {
      const value = (callback as Record<string, unknown>)[name];
      if (!hooks.includes(name as keyof Callback)) throw new UnknownNameError(place, 'hook', name, hooks);
      if (value !== undefined && typeof value !== 'function')
        throw new ValueError(`${place}: ${name}`, 'a function', show(value));
    }
  }
}

/** Members that are named as hooks are, `onEpochEnd` or Keras's `on_epoch_end`, its own and those of its class. */
function hookNames(callback: object): string[] {
  const names = new Set<string>();
  for (
    let at: object | null = callback;
    at !== null && at !== Object.prototype;
    at = Object.getPrototypeOf(at)
  ) {
    for (const name of Object.getOwnPropertyNames(at)) {
      if (/^on(_|[A-Z][a-z]+(Begin|End)|[A-Z]\w*(Batch|Epoch|Train|Test|Predict))/.test(name))
        names.add(name);
    }
  }
  return [...names];
}
