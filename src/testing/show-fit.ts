import type { Callback } from '../train/callbacks/callback.js';
import { type ProgressOptions, progressCallback } from '../train/progress/progress-callback.js';
import { type FakeRun, type FakeTraining, fakeFit } from './fake-run.js';
import { FakeTerminal } from './fake-terminal.js';

/** A fit shown on a terminal or, by default, in a log. */
export async function showFit(
  run: FakeRun,
  training: FakeTraining,
  options: ProgressOptions = {},
  terminal: FakeTerminal = new FakeTerminal(false),
  others: Callback[] = [],
): Promise<FakeTerminal> {
  const progress = progressCallback({ output: terminal, now: () => run.time, ...options });
  await fakeFit(run, [...others, progress], training);
  return terminal;
}
