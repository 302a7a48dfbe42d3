import { type BatchSize, checkBatchSize } from '../batches/plan.js';
import type { ClassWeight } from '../data/class-weight.js';
import { show, UnknownNameError, ValueError } from '../errors.js';
import type { Callback } from './callbacks/callback.js';
import { checkCallbacks } from './check-callbacks.js';
import type { ProgressOptions } from './progress/index.js';
import type { TrainingState } from './training-state.js';

/** What tells a run to stop: an `AbortSignal`, or anything with such a flag. */
export interface StopSignal {
  readonly aborted: boolean;
}

/** Options of `fit`. Names and defaults are Keras's. */
export interface FitOptions extends Pick<ProgressOptions, 'verbose' | 'progress' | 'output'> {
  /** Passes over the data; with `initialEpoch`, the epoch to end before. @default 1 */
  epochs?: number;
  /** Samples of one update, or `'full'` for all. @default min(32, samples) */
  batchSize?: BatchSize;
  /** Told of everything that happens, in this order. @default [] */
  callbacks?: readonly Callback[];
  /** Share of the samples, from the end and before any shuffle, that is kept for validation: 0 ≤ share < 1. @default 0 */
  validationSplit?: number;
  /** `[x, y]`, `[x, y, sampleWeight]`, a dataset or an iterable of batches; takes precedence over `validationSplit`. */
  validationData?: unknown;
  /** Samples of one run on the validation data; it changes the time, not the result. @default batchSize */
  validationBatchSize?: number;
  /** Steps of one validation. @default all */
  validationSteps?: number;
  /** Validates every so many epochs, or after the epochs in a list (counted from 1). @default 1 */
  validationFreq?: number | readonly number[];
  /** Whether each pass over the data has its own order. @default true */
  shuffle?: boolean;
  /** What samples of a class weigh in the loss, by class. Not together with `sampleWeight`. */
  classWeight?: ClassWeight;
  /** What each sample weighs in the loss. */
  sampleWeight?: unknown;
  /** Index of the first epoch. @default 0 */
  initialEpoch?: number;
  /** Steps of an epoch; the next epoch goes on where this one stopped. @default one pass over the data */
  stepsPerEpoch?: number;
  /** Fixes the initial weights of a new model, the order of the data and dropout. @default the model's seed, drawn at random */
  seed?: number;
  /** Stops training after the step it is in; `model.trainingState()` is then what `resume` takes. */
  signal?: StopSignal;
  /** Goes on from a state as if training had not stopped. Data and options must be those of the run that stopped. */
  resume?: TrainingState;
}

const known: readonly (keyof FitOptions)[] = [
  'epochs',
  'batchSize',
  'callbacks',
  'validationSplit',
  'validationData',
  'validationBatchSize',
  'validationSteps',
  'validationFreq',
  'shuffle',
  'classWeight',
  'sampleWeight',
  'initialEpoch',
  'stepsPerEpoch',
  'seed',
  'signal',
  'resume',
  'verbose',
  'progress',
  'output',
];

/** @throws ValueError for an option that `fit` does not have, or a value that it cannot take. */
export function checkFitOptions(options: FitOptions): void {
  checkOptionNames('fit', options, known);
  const { epochs = 1, initialEpoch = 0, validationSplit, validationFreq, shuffle, seed, signal } = options;
  checkWhole('fit: epochs', epochs);
  checkWhole('fit: initialEpoch', initialEpoch, 0);
  if (initialEpoch > epochs) {
    const fix = 'epochs is where training ends, not how many are added.';
    throw new ValueError('fit: initialEpoch', `at most epochs, which is ${epochs}`, `${initialEpoch}`, fix);
  }
  for (const name of ['stepsPerEpoch', 'validationSteps'] as const) checkWhole(`fit: ${name}`, options[name]);
  if (options.validationBatchSize !== undefined) {
    checkBatchSize(options.validationBatchSize, 'fit: validationBatchSize');
  }
  if (
    validationSplit !== undefined &&
    !(typeof validationSplit === 'number' && validationSplit >= 0 && validationSplit < 1)
  ) {
    throw new ValueError(
      'fit: validationSplit',
      'a share from 0 up to, not including, 1',
      show(validationSplit),
    );
  }
  const whole = (value: unknown) => Number.isInteger(value) && (value as number) >= 1;
  const fits = Array.isArray(validationFreq)
    ? validationFreq.every(whole)
    : validationFreq === undefined || whole(validationFreq);
  if (!fits)
    throw new ValueError(
      'fit: validationFreq',
      'a whole number from 1 up, or a list of epochs',
      show(validationFreq),
    );
  if (shuffle !== undefined && typeof shuffle !== 'boolean') {
    throw new ValueError('fit: shuffle', 'true or false', show(shuffle));
  }
  if (seed !== undefined && !(Number.isSafeInteger(seed) && seed >= 0)) {
    throw new ValueError('fit: seed', 'a whole number from 0 up', show(seed));
  }
  if (signal !== undefined && typeof (signal as StopSignal | null)?.aborted !== 'boolean') {
    throw new ValueError('fit: signal', 'the signal of an AbortController', show(signal));
  }
  checkCallbacks('fit: callbacks', options.callbacks);
}

/** @throws ValueError unless the value is left out or a whole number from `least` up. */
export function checkWhole(where: string, value: unknown, least = 1): void {
  if (value === undefined || (Number.isInteger(value) && (value as number) >= least)) return;
  throw new ValueError(where, `a whole number from ${least} up`, show(value));
}

/** @throws UnknownNameError for a key that is not an option here. */
export function checkOptionNames(where: string, options: object, names: readonly string[]): void {
  if (typeof options !== 'object' || options === null)
    throw new ValueError(where, 'an object of options', show(options));
  for (const name of Object.keys(options)) {
    if (!names.includes(name)) throw new UnknownNameError(where, 'option', name, names);
  }
}
