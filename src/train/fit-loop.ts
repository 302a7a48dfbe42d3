import { ValueError } from '../errors.js';
import { now } from '../platform/clock.js';
import { atRest } from './at-rest.js';
import { type BatchFeed, newIterator } from './batch-feed.js';
import type { CallbackList } from './callback-list.js';
import type { Json, Logs } from './callbacks/callback.js';
import { EpochSums } from './epoch-sums.js';
import { EventLoopTurns } from './event-loop-turns.js';
import { FiniteGuard } from './finite-guard.js';
import type { StopSignal } from './fit-options.js';
import type { LiveRun } from './live-run.js';
import { requestFor } from './request.js';
import { StepClock } from './step-clock.js';
import type { StepRunner } from './step-runner.js';
import type { Trainer } from './trainer.js';
import type { Position } from './training-state.js';

export interface FitJob {
  readonly trainer: Trainer;
  readonly feed: BatchFeed;
  readonly callbacks: CallbackList;
  readonly run: LiveRun;
  readonly seed: number;
  /** Where to begin: a fresh start has epoch = initialEpoch and step 0. */
  readonly position: Position;
  readonly firstPass: number;
  readonly signal: StopSignal | undefined;
  /** Loss and metrics on the validation data, if this epoch has a validation. */
  validate(epoch: number): Promise<Logs> | undefined;
  /** Says one line, if anybody watches. */
  note(line: string): void;
  /** Told before each step and at the end, so that a state can be taken there. */
  moved(position: Position): void;
}

/**
 * The loop of `fit`: epochs of steps, each
 *
 *     batch → staged rows, masks, scales → run → update → sums, clock, callbacks
 *
 * and after them validation. Steps that need no promise take none, so tiny models train at the speed of plain calls.
 *
 * @returns The logs of the last epoch that was finished, and whether the signal ended training in the middle.
 */
export async function fitLoop(job: FitJob): Promise<{ logs: Logs; aborted: boolean }> {
  const { trainer, feed, callbacks, run, position } = job;
  const { epochs } = run.params;
  const clock = new StepClock(run.timings);
  const guard = new FiniteGuard(trainer);
  const turns = new EventLoopTurns();
  let endsEarly = false;
  let logs: Logs = {};

  for (let epoch = position.epoch; epoch < epochs && run.stopped === undefined; epoch++) {
    const resumed = epoch === position.epoch && position.step > 0 ? position : undefined;
    run.epoch = epoch;
    run.step = resumed?.step ?? 0;
    clock.beginEpoch();
    guard.beginEpoch(epoch);
    await feed.begin(epoch, run.step);
    if (feed.isOver) {
      if (epoch === position.epoch) throw new ValueError('fit: x', 'at least one batch', 'none', newIterator);
      job.note(
        `fit: the data has no batch left for epoch ${epoch + 1} of ${epochs}: training ends. ${newIterator}`,
      );
      break;
    }
    trainer.passes = job.firstPass + feed.pass;
    if (resumed === undefined) await callbacks.call('onEpochBegin', epoch, run);
    const ended = await runSteps(job, { clock, guard, turns }, resumed?.sums);
    logs = ended.logs;
    if (ended.aborted) return { logs, aborted: true };
    if (!endsEarly && run.stopped === undefined && feed.plan === undefined && run.step < (feed.steps ?? 0)) {
      endsEarly = true;
      job.note(
        `fit: the data ended after ${run.step} of ${feed.steps} steps; the next epoch begins with it anew.`,
      );
    }

    const start = now();
    const validation = job.validate(epoch);
    if (validation !== undefined) {
      logs = { ...logs, ...(await validation) };
      clock.endValidation(start);
    }
    clock.endEpoch();
    await callbacks.call('onEpochEnd', epoch, logs, run);
    job.moved({ initialEpoch: position.initialEpoch, epoch: epoch + 1, step: 0, sums: null });
    if (job.signal?.aborted === true && epoch + 1 < epochs) return { logs, aborted: true };
  }
  return { logs, aborted: false };
}

/** The steps of one epoch, from `run.step` on. */
async function runSteps(
  job: FitJob,
  { clock, guard, turns }: { clock: StepClock; guard: FiniteGuard; turns: EventLoopTurns },
  sumsSoFar: Json | undefined,
): Promise<{ logs: Logs; aborted: boolean }> {
  const { trainer, feed, callbacks, run, signal } = job;
  const hears = { begin: callbacks.has('onTrainBatchBegin'), end: callbacks.has('onTrainBatchEnd') };
  let runner: StepRunner | undefined;
  let dataset: unknown;
  let sums: EpochSums | undefined;
  const leave = (aborted: boolean) => {
    const position = { initialEpoch: job.position.initialEpoch, epoch: run.epoch, step: run.step };
    job.moved({ ...position, sums: sums?.getState() ?? sumsSoFar ?? null });
    return { logs: sums?.logs() ?? {}, aborted };
  };

  try {
    for (;;) {
      if (signal?.aborted === true) return leave(true);
      const found = feed.next(run.step);
      const batch = found instanceof Promise ? await found : found;
      if (batch === undefined) {
        // An epoch that was stopped after its last step goes on with its validation, from the sums it had.
        if (sums === undefined && sumsSoFar != null && runner === undefined)
          sums = restoredSums(job, sumsSoFar);
        return leave(false);
      }
      if (runner === undefined || batch.dataset !== dataset) {
        runner = trainer.runner(requestFor(trainer.model, batch.dataset, 'train'));
        dataset = batch.dataset;
        if (sums === undefined) {
          sums = new EpochSums(runner.step, runner.results);
          if (sumsSoFar != null) sums.setState(sumsSoFar);
        }
      }
      if (hears.begin) await callbacks.call('onTrainBatchBegin', run.step, run);

      clock.beginStep();
      const size = batch.rows.length;
      if (runner.running !== undefined) await atRest(runner);
      const staged = runner.batch(size);
      batch.dataset.gather(batch.rows, staged);
      if (staged.masks.length > 0)
        runner.fillMasks(staged, { seed: job.seed, pass: trainer.passes, samples: batch.samples });
      trainer.setScales(runner, staged);
      const running = runner.run(size);
      if (running !== undefined) await running;
      const finite = trainer.update(runner, size);
      sums!.add(runner.results, size);
      clock.endStep();

      run.size = size;
      run.step++;
      if (!finite) guard.lossIsNotFinite(run, runner);
      if (hears.end) {
        const pending = callbacks.call('onTrainBatchEnd', run.step - 1, sums!.logs(), run);
        if (pending !== undefined) await pending;
      }
      if (run.stopped !== undefined) return leave(false);
      const turn = turns.take();
      if (turn !== undefined) await turn;
    }
  } catch (error) {
    // What a callback or the data threw leaves a state to go on from, with all the steps that were done.
    leave(false);
    throw error;
  }
}

/** The sums of an epoch that had no steps left. */
function restoredSums({ trainer, feed }: FitJob, state: Json): EpochSums | undefined {
  if (feed.example === undefined) return undefined;
  const runner = trainer.runner(requestFor(trainer.model, feed.example, 'train'));
  const sums = new EpochSums(runner.step, runner.results);
  sums.setState(state);
  return sums;
}
