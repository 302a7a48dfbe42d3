import type { Plan } from '../batches/plan.js';
import { withClassWeight } from '../data/class-weight.js';
import { type ArrayDataset, isDataset } from '../data/dataset.js';
import type { UserData } from '../data/from-arrays.js';
import { isBatchSource } from '../data/iterable.js';
import { isRecord } from '../data/parts.js';
import { splitValidation } from '../data/split-validation.js';
import { show, ValueError } from '../errors.js';
import type { BatchFeed } from './batch-feed.js';
import { iterableFeed, plannedFeed } from './batch-feed.js';
import { CallbackList } from './callback-list.js';
import type { Callback, RunParams } from './callbacks/callback.js';
import { classesOf } from './check-data.js';
import { checkWeights } from './check-weights.js';
import { dataSource, type Source } from './data-source.js';
import { evaluateFeed } from './evaluate-feed.js';
import { fitLoop } from './fit-loop.js';
import { checkFitOptions, type FitOptions } from './fit-options.js';
import { History } from './history.js';
import { LiveRun, type RunHost } from './live-run.js';
import { logNames } from './log-names.js';
import type { Objective } from './objective.js';
import { progressCallback } from './progress/index.js';
import { requestFor } from './request.js';
import type { Trainer } from './trainer.js';
import { type FitSession, restore, takeState } from './training-state.js';

/** What `fit` needs of the model that it is called on. */
export interface FitHost extends Omit<RunHost, 'say'> {
  readonly trainer: Trainer;
  readonly objective: Objective;
  /** The model's seed, where `fit` is given none. */
  readonly seed: number;
  /** What should be said before training, such as which engine runs. */
  readonly notes: readonly string[];
  /** Takes note of how far training has come, for `trainingState`. */
  keep(session: FitSession): void;
}

/**
 * Trains a model: checks everything that can be known, then epochs of steps.
 *
 * @throws ValueError or ShapeError before the first step, for data or options that cannot work.
 */
export async function fit(
  host: FitHost,
  x: unknown,
  y: unknown,
  options: FitOptions = {},
): Promise<History<Plan | undefined>> {
  checkFitOptions(options);
  const { trainer, objective } = host;
  const { resume, epochs = 1 } = options;
  const seed = resume?.seed ?? options.seed ?? host.seed;
  const { training, validation } = prepareData(host, x, y, options);

  const position = resume?.position ?? {
    initialEpoch: options.initialEpoch ?? 0,
    epoch: options.initialEpoch ?? 0,
    step: 0,
    sums: null,
  };
  const firstPass = resume?.passes ?? trainer.passes;
  const feed = feedOf(training, options, {
    initialEpoch: position.initialEpoch,
    epochs,
    seed,
    firstPass,
    note: (line) => note(line),
  });
  const validationFeed = (): BatchFeed => validationFeedOf(validation!, options, feed.batchSize);
  const names = logNames(objective);
  const params: RunParams = {
    verbose: options.verbose === undefined || options.verbose === 'auto' ? 1 : options.verbose,
    epochs,
    initialEpoch: position.initialEpoch,
    steps: feed.steps,
    batchSize: feed.batchSize,
    samples: feed.samples,
    metrics: validation === undefined ? names.all : [...names.all, ...names.all.map((name) => `val_${name}`)],
    doValidation: validation !== undefined,
    validationSteps: validation === undefined ? null : (options.validationSteps ?? validationFeed().steps),
    directions: names.directions,
  };

  const history = new History<Plan | undefined>(feed.plan);
  const progress = progressCallback(options);
  const keeping: Callback[] = [...(options.callbacks ?? []), history];
  const callbacks = new CallbackList([...keeping, progress]);
  // What a person should know; nobody watches where verbose is 0.
  const note = (line: string) => {
    if (options.verbose !== 0) progress.say(line);
  };
  const run = new LiveRun(params, trainer, { ...host, say: (line) => progress.say(line) });
  if (resume !== undefined) restore(resume, trainer, keeping);
  checkWeights(trainer.model, 'fit');

  const session: FitSession = { seed, firstPass, position, callbacks: keeping };
  host.keep(session);
  try {
    for (const line of [...host.notes, ...notesOf(training, feed, options)]) note(line);
    await callbacks.call('onTrainBegin', run);
    const resumesInside = position.step > 0;
    if (resumesInside) await progress.onEpochBegin?.(position.epoch, run);
    const { logs, aborted } = await fitLoop({
      trainer,
      feed,
      callbacks,
      run,
      seed,
      position,
      firstPass,
      signal: options.signal,
      note,
      validate(epoch) {
        if (validation === undefined || !isValidated(epoch, options.validationFreq ?? 1)) return undefined;
        const job = {
          where: 'fit: validationData',
          feed: validationFeed(),
          callbacks,
          run,
          steps: options.validationSteps,
          prefix: 'val_',
        };
        return evaluateFeed(trainer, job).then((result) => result.logs);
      },
      moved(place) {
        session.position = place;
      },
    });
    if (aborted) {
      // Callbacks may put other weights in place as training ends; what goes on later is what was reached now.
      session.stopped = takeState(trainer, session);
    } else {
      trainer.finalize();
      trainer.passes = firstPass + feed.pass + 1;
    }
    await callbacks.call('onTrainEnd', logs, run);
  } finally {
    progress.close();
  }
  return history;
}

/** The data to train on, and to validate on, checked against the model. */
function prepareData(host: FitHost, x: unknown, y: unknown, options: FitOptions) {
  const { sampleWeight, classWeight, validationSplit = 0, validationData } = options;
  const { model } = host.trainer;
  const reader = { model, objective: host.objective };
  let training: Source = dataSource({ x, y, sampleWeight }, reader, 'fit');
  let validation: Source | undefined;
  if (validationData !== undefined && validationData !== null) {
    validation = dataSource(validationParts(validationData), reader, 'fit: validationData');
  } else if (validationSplit > 0) {
    if (training.dataset === undefined || !('arrays' in training.dataset)) {
      throw new ValueError(
        'fit: validationSplit',
        'arrays that can be cut',
        'data that comes in batches',
        'Pass validationData.',
      );
    }
    const parts = splitValidation(training.dataset as ArrayDataset, validationSplit);
    training = { dataset: parts.training };
    validation = { dataset: parts.validation };
  }
  if (classWeight !== undefined) {
    if (training.dataset === undefined || !('arrays' in training.dataset)) {
      throw new ValueError(
        'fit: classWeight',
        'arrays of labels',
        'data that comes in batches',
        'Yield sample weights.',
      );
    }
    const arrays = training.dataset as ArrayDataset;
    training = { dataset: withClassWeight(arrays, classWeight, 'fit', classesOf(reader, arrays)) };
  }
  for (const source of [training, validation]) {
    // Tracing the steps here finds shapes that do not fit before anything has run.
    if (source?.dataset !== undefined) {
      host.trainer.runner(requestFor(model, source.dataset, source === training ? 'train' : 'test'));
    }
  }
  return { training, validation };
}

/** `[x, y]`, `[x, y, sampleWeight]`, the same as a record, or what brings all of them. */
function validationParts(value: unknown): UserData {
  if (isDataset(value) || isBatchSource(value)) return { x: value };
  if (Array.isArray(value) && (value.length === 2 || value.length === 3)) {
    return { x: value[0], y: value[1], sampleWeight: value[2] };
  }
  if (isRecord(value) && 'x' in value && 'y' in value) return value as unknown as UserData;
  const got = Array.isArray(value) ? `a list of ${value.length}` : show(value);
  throw new ValueError('fit: validationData', '[x, y] or [x, y, sampleWeight]', got);
}

function feedOf(
  source: Source,
  { batchSize, stepsPerEpoch, shuffle = true }: FitOptions,
  {
    initialEpoch,
    epochs,
    seed,
    firstPass,
    note,
  }: {
    initialEpoch: number;
    epochs: number;
    seed: number;
    firstPass: number;
    note: (line: string) => void;
  },
): BatchFeed {
  if (source.dataset === undefined) {
    if (batchSize !== undefined) {
      const fix = 'The data cuts its own batches: leave batchSize out.';
      throw new ValueError('fit: batchSize', 'none for data that comes in batches', String(batchSize), fix);
    }
    return iterableFeed(source.batches, { steps: stepsPerEpoch, initialEpoch, note });
  }
  const plan = { batchSize, epochs, initialEpoch, stepsPerEpoch, where: 'fit' };
  return plannedFeed(source.dataset, plan, { shuffle, seed, firstPass });
}

function validationFeedOf(
  source: Source,
  { validationBatchSize, validationSteps }: FitOptions,
  batchSize: number | null,
): BatchFeed {
  if (source.dataset === undefined) {
    return iterableFeed(source.batches, { steps: validationSteps });
  }
  const size = validationBatchSize ?? batchSize ?? undefined;
  const options = { batchSize: size, stepsPerEpoch: undefined, where: 'fit: validation' };
  return plannedFeed(source.dataset, options, { shuffle: false, seed: 0, firstPass: 0 });
}

function isValidated(epoch: number, freq: number | readonly number[]): boolean {
  return typeof freq === 'number' ? (epoch + 1) % freq === 0 : freq.includes(epoch + 1);
}

/** What is worth a line before training: odd data, and a plan that is not what was asked for. */
function notesOf(source: Source, feed: BatchFeed, { batchSize, stepsPerEpoch }: FitOptions): string[] {
  const notes = [...(source.dataset?.notes ?? [])];
  const asked = batchSize !== undefined || stepsPerEpoch !== undefined;
  if (asked && feed.plan !== undefined && feed.plan.note !== '') notes.push(feed.plan.note);
  return notes;
}
