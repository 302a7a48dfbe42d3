import type { Plan } from '../batches/plan.js';
import type { BatchFeed } from './batch-feed.js';
import { CallbackList } from './callback-list.js';
import type { Callback, RunParams } from './callbacks/callback.js';
import { checkWeights } from './check-weights.js';
import type { Source } from './data-source.js';
import { evaluateFeed } from './evaluate-feed.js';
import { fitData, trainingFeed, validationFeed } from './fit-data.js';
import { fitLoop } from './fit-loop.js';
import { checkFitOptions, type FitOptions } from './fit-options.js';
import { History } from './history.js';
import { LiveRun, type RunHost } from './live-run.js';
import { logNames } from './log-names.js';
import type { Objective } from './objective.js';
import { progressCallback } from './progress/index.js';
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
  const { training, validation } = fitData(host, { x, y }, options);

  const position = resume?.position ?? {
    initialEpoch: options.initialEpoch ?? 0,
    epoch: options.initialEpoch ?? 0,
    step: 0,
    sums: null,
  };
  const firstPass = resume?.passes ?? trainer.passes;
  const feed = trainingFeed(training, options, {
    initialEpoch: position.initialEpoch,
    epochs,
    seed,
    firstPass,
    note: (line) => note(line),
  });
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
    validationSteps:
      validation === undefined
        ? null
        : (options.validationSteps ?? validationFeed(validation, options, feed).steps),
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
          feed: validationFeed(validation, options, feed),
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
    // Callbacks may put other weights in place as training ends; what goes on later is what was reached now.
    if (aborted) session.stopped = takeState(trainer, session);
    else trainer.finalize();
    // A fit that does not go on from here begins a pass of its own.
    trainer.passes = firstPass + feed.pass + 1;
    await callbacks.call('onTrainEnd', logs, run);
  } finally {
    progress.close();
  }
  return history;
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
