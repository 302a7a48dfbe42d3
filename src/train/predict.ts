import { NDArray } from '../array/ndarray.js';
import { ValueError } from '../errors.js';
import { atRest } from './at-rest.js';
import { type BatchFeed, iterableFeed, newIterator, plannedFeed } from './batch-feed.js';
import { CallbackList } from './callback-list.js';
import type { Callback } from './callbacks/callback.js';
import { checkCallbacks } from './check-callbacks.js';
import { dataSource } from './data-source.js';
import { EventLoopTurns } from './event-loop-turns.js';
import { checkOptionNames, checkWhole } from './fit-options.js';
import { LiveRun, type RunHost } from './live-run.js';
import { names } from './names.js';
import { type ProgressOptions, progressCallback } from './progress/index.js';
import { requestFor } from './request.js';
import type { Trainer } from './trainer.js';

/** Options of `predict`. */
export interface PredictOptions extends Pick<ProgressOptions, 'progress' | 'output'> {
  /** As in `fit`. @default 0 */
  verbose?: ProgressOptions['verbose'];
  /** Samples of one run. @default 32 */
  batchSize?: number;
  /** Runs to stop after. @default all */
  steps?: number;
  /** Told of it, by the hooks `onPredict…`. @default [] */
  callbacks?: readonly Callback[];
}

/** The model's outputs for each sample of `x`, in order: one array for each output. */
export async function predict(
  trainer: Trainer,
  host: Omit<RunHost, 'say'>,
  x: unknown,
  options: PredictOptions = {},
): Promise<NDArray[]> {
  checkOptionNames('predict', options, ['batchSize', 'steps', 'callbacks', 'verbose', 'progress', 'output']);
  checkWhole('predict: steps', options.steps);
  checkCallbacks('predict: callbacks', options.callbacks);
  const { model } = trainer;
  const source = dataSource({ x }, { model }, 'predict');
  const feed: BatchFeed =
    source.dataset === undefined
      ? iterableFeed(source.batches, { steps: options.steps })
      : plannedFeed(
          source.dataset,
          { batchSize: options.batchSize, stepsPerEpoch: undefined, where: 'predict' },
          { shuffle: false, seed: 0, firstPass: 0 },
        );
  const progress = progressCallback({ ...options, verbose: options.verbose ?? 0 });
  const callbacks = new CallbackList([...(options.callbacks ?? []), progress]);
  const steps = Math.min(options.steps ?? Number.POSITIVE_INFINITY, feed.steps ?? Number.POSITIVE_INFINITY);
  const params = {
    verbose: 1 as const,
    epochs: 1,
    initialEpoch: 0,
    steps: Number.isFinite(steps) ? steps : null,
    batchSize: feed.batchSize,
    samples: feed.samples,
    metrics: [],
    doValidation: false,
  };
  const run = new LiveRun(params, trainer, { ...host, say: (line) => progress.say(line) });

  const parts: Float32Array[][] = model.outputs.map(() => []);
  const turns = new EventLoopTurns();
  let samples = 0;
  let shapes: (readonly number[])[] = [];
  try {
    await callbacks.call('onPredictBegin', run);
    await feed.begin(0, 0);
    for (let step = 0; step < steps; step++) {
      const batch = await feed.next(step);
      if (batch === undefined) break;
      await callbacks.call('onPredictBatchBegin', step, run);
      const runner = trainer.runner(requestFor(model, batch.dataset, 'predict'));
      const size = batch.rows.length;
      if (runner.running !== undefined) await atRest(runner);
      const staged = runner.batch(size);
      batch.dataset.gather(batch.rows, { x: staged.x });
      const pending = runner.run(size);
      if (pending !== undefined) await pending;
      const outputs = model.outputs.map((_, i) => runner.output(names.output(i), size));
      for (const [i, { data }] of outputs.entries()) parts[i].push(Float32Array.from(data as Float32Array));
      shapes = outputs.map(({ shape }) => shape);
      samples += size;
      await callbacks.call('onPredictBatchEnd', step, run);
      const turn = turns.take();
      if (turn !== undefined) await turn;
    }
    await callbacks.call('onPredictEnd', run);
  } finally {
    progress.close();
  }
  if (samples === 0) throw new ValueError('predict: x', 'at least one batch', 'none', newIterator);
  return parts.map((list, i) => new NDArray(joined(list), [samples, ...shapes[i].slice(1)]));
}

function joined(parts: readonly Float32Array[]): Float32Array {
  if (parts.length === 1) return parts[0];
  const whole = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
