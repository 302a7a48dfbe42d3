import { iterableFeed, plannedFeed } from './batch-feed.js';
import { CallbackList } from './callback-list.js';
import type { Callback, Logs } from './callbacks/callback.js';
import { checkCallbacks } from './check-callbacks.js';
import { dataSource } from './data-source.js';
import { evaluateFeed } from './evaluate-feed.js';
import type { FitHost } from './fit.js';
import { checkOptionNames, checkWhole } from './fit-options.js';
import { LiveRun } from './live-run.js';
import { logNames } from './log-names.js';
import { type ProgressOptions, progressCallback } from './progress/index.js';

/** Options of `evaluate`. */
export interface EvaluateOptions extends Pick<ProgressOptions, 'progress' | 'output'> {
  /** As in `fit`. @default 0 */
  verbose?: ProgressOptions['verbose'];
  /** Samples of one run; it changes the time, not the result. @default 32 */
  batchSize?: number;
  /** What each sample weighs in the loss. */
  sampleWeight?: unknown;
  /** Runs to stop after. @default all */
  steps?: number;
  /** Told of it, by the hooks `onTest…`. @default [] */
  callbacks?: readonly Callback[];
}

/** Loss and metrics over data, by name. */
export async function evaluate(
  host: FitHost,
  x: unknown,
  y: unknown,
  options: EvaluateOptions = {},
): Promise<Logs> {
  const known = ['batchSize', 'sampleWeight', 'steps', 'callbacks', 'verbose', 'progress', 'output'];
  checkOptionNames('evaluate', options, known);
  checkWhole('evaluate: steps', options.steps);
  checkCallbacks('evaluate: callbacks', options.callbacks);
  const { trainer, objective } = host;
  const { model } = trainer;
  const source = dataSource({ x, y, sampleWeight: options.sampleWeight }, { model, objective }, 'evaluate');
  const feed =
    source.dataset === undefined
      ? iterableFeed(source.batches, { steps: options.steps })
      : plannedFeed(
          source.dataset,
          { batchSize: options.batchSize, stepsPerEpoch: undefined, where: 'evaluate' },
          { shuffle: false, seed: 0, firstPass: 0 },
        );
  const progress = progressCallback({ ...options, verbose: options.verbose ?? 0 });
  const callbacks = new CallbackList([...(options.callbacks ?? []), progress]);
  const names = logNames(objective);
  const params = {
    verbose: 1 as const,
    epochs: 1,
    initialEpoch: 0,
    steps: options.steps ?? feed.steps,
    batchSize: feed.batchSize,
    samples: feed.samples,
    metrics: names.all,
    doValidation: false,
    directions: names.directions,
  };
  const run = new LiveRun(params, trainer, { ...host, say: (line) => progress.say(line) });
  try {
    const { logs } = await evaluateFeed(trainer, {
      where: 'evaluate: x',
      feed,
      callbacks,
      run,
      steps: options.steps,
    });
    return logs;
  } finally {
    progress.close();
  }
}
