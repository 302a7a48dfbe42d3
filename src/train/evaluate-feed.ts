import type { Dataset } from '../data/dataset.js';
import { ValueError } from '../errors.js';
import { atRest } from './at-rest.js';
import { type BatchFeed, newIterator } from './batch-feed.js';
import type { CallbackList } from './callback-list.js';
import type { Logs, Run } from './callbacks/callback.js';
import { EpochSums } from './epoch-sums.js';
import { EventLoopTurns } from './event-loop-turns.js';
import { requestFor } from './request.js';
import type { Trainer } from './trainer.js';

export interface EvaluationJob {
  /** Whose data this is, for messages: `evaluate: x`. */
  readonly where: string;
  readonly feed: BatchFeed;
  readonly callbacks: CallbackList;
  readonly run: Run;
  /** Steps to stop after. @default all */
  readonly steps?: number;
  readonly prefix?: string;
}

/** Loss and metrics over data, weights untouched. The order of the data is kept. */
export async function evaluateFeed(
  trainer: Trainer,
  job: EvaluationJob,
): Promise<{ logs: Logs; samples: number }> {
  const { where, feed, callbacks, run, steps = Number.POSITIVE_INFINITY, prefix = '' } = job;
  let sums: EpochSums | undefined;
  let requestOf: Dataset | undefined;
  let runner = undefined as ReturnType<Trainer['runner']> | undefined;
  const turns = new EventLoopTurns();
  await callbacks.call('onTestBegin', run);
  await feed.begin(0, 0);
  const wantsLogs = callbacks.has('onTestBatchEnd');
  for (let step = 0; step < steps; step++) {
    const found = feed.next(step);
    const batch = found instanceof Promise ? await found : found;
    if (batch === undefined) break;
    if (runner === undefined || batch.dataset !== requestOf) {
      runner = trainer.runner(requestFor(trainer.model, batch.dataset, 'test'));
      requestOf = batch.dataset;
      sums ??= new EpochSums(runner.step, runner.results);
    }
    await callbacks.call('onTestBatchBegin', step, run);
    const size = batch.rows.length;
    if (runner.running !== undefined) await atRest(runner);
    const staged = runner.batch(size);
    batch.dataset.gather(batch.rows, staged);
    trainer.setScales(runner, staged);
    const pending = runner.run(size);
    if (pending !== undefined) await pending;
    sums!.add(runner.results, size);
    if (wantsLogs) await callbacks.call('onTestBatchEnd', step, sums!.logs(), run);
    const turn = turns.take();
    if (turn !== undefined) await turn;
  }
  if (sums === undefined) throw new ValueError(where, 'at least one batch', 'none', newIterator);
  await callbacks.call('onTestEnd', sums.logs(), run);
  return { logs: sums.logs(prefix), samples: sums.samples };
}
