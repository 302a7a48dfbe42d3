import type { ArrayDataset } from '../data/dataset.js';
import { requireTargets } from '../data/from-arrays.js';
import { iterableFeed, plannedFeed } from './batch-feed.js';
import { CallbackList } from './callback-list.js';
import type { Callback, Logs } from './callbacks/callback.js';
import { checkTargets } from './check-targets.js';
import { dataSource, dataSpecs } from './data-source.js';
import { evaluateFeed } from './evaluate-feed.js';
import type { FitHost } from './fit.js';
import { checkOptionNames } from './fit-options.js';
import { LiveRun } from './live-run.js';
import { logNames } from './log-names.js';
import { type ProgressOptions, progressCallback } from './progress/index.js';

/** Options of `evaluate`. */
export interface EvaluateOptions extends Pick<ProgressOptions, 'verbose' | 'progress' | 'output'> {
  /** Samples of one run; it changes the time, not the result. @default 32 */
  batchSize?: number;
  /** What each sample weighs in the loss. */
  sampleWeight?: unknown;
  /** Runs to stop after. @default all */
  steps?: number;
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
  const { trainer, objective } = host;
  const source = dataSource({ x, y, sampleWeight: options.sampleWeight }, trainer.model, 'evaluate');
  if (source.dataset !== undefined && 'arrays' in source.dataset) {
    requireTargets(source.dataset as ArrayDataset, 'evaluate');
    checkTargets(objective, source.dataset as ArrayDataset, trainer.model, 'evaluate');
  }
  const feed =
    source.dataset === undefined
      ? iterableFeed(source.batches, dataSpecs(trainer.model, 'evaluate'), options.steps)
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
    const { logs } = await evaluateFeed(trainer, { feed, callbacks, run, steps: options.steps });
    return logs;
  } finally {
    progress.close();
  }
}
