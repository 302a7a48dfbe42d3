import { show, ValueError } from '../../errors.js';
import { type Output, standardOutput } from '../../platform/terminal.js';
import type { Callback, Logs, Run } from '../callbacks/callback.js';
import { EvaluationClock } from './evaluation-clock.js';
import { type FormatName, formatNamed } from './formats.js';
import type { ProgressFormat, ProgressState } from './progress-state.js';
import { ProgressWriter } from './progress-writer.js';
import { TrainingClock } from './training-clock.js';

export interface ProgressOptions {
  /** 0: nothing; 1: a line redrawn while it runs; 2: only the line at the end of an epoch. `'auto'` is 1. @default 'auto' */
  verbose?: 0 | 1 | 2 | 'auto';
  /** How it reads: a known format, or your own. @default 'keras2' */
  progress?: FormatName | ProgressFormat;
  /** Where it goes. @default the process's standard output */
  output?: Output;
  /** The time in milliseconds, for tests. @default performance.now */
  now?: () => number;
}

/** The callback that shows progress, and the way for others to say something without tearing its line. */
export interface ProgressCallback extends Callback {
  /** Prints one line, above the progress line if there is one. */
  say(line: string): void;
  /** Lets go of the terminal: for the `finally` of a run, which may have thrown in the middle of a line. */
  close(): void;
}

/**
 * Shows the progress of `fit`, `evaluate` and `predict`.
 *
 * On a terminal one line is redrawn, at most every 50 ms and never wider than the terminal; of two runs at the same time, the
 * second prints whole lines only. Elsewhere (a file, a pipe, CI) there is one line for each epoch.
 *
 * Differs from Keras: the time per step is that of training alone, without validation, callbacks and the first step of `fit`
 * if there are others; an epoch that was stopped says how far it came; validation shows its own progress.
 *
 * @throws ValueError for an unknown `verbose`, UnknownNameError for an unknown format.
 */
export function progressCallback(options: ProgressOptions = {}): ProgressCallback {
  const { progress = 'keras2', output = standardOutput(), now = () => performance.now() } = options;
  const format = typeof progress === 'string' ? formatNamed(progress) : progress;
  if (typeof (output as Output | null)?.write !== 'function') {
    throw new ValueError('fit: output', 'an object with a method write(text)', show(output));
  }
  const writer = new ProgressWriter(format, verbosity(options.verbose), output, now);
  const training = new TrainingClock();
  const evaluation = new EvaluationClock(now);
  let inFit = false;
  let logs: Logs = {};

  const trained = (run: Run): ProgressState => ({ ...training.state(run), logs, colours: output.colours });
  const evaluated = (): ProgressState => ({ ...evaluation.state(), logs, colours: output.colours });

  const beginEvaluation = (phase: 'evaluate' | 'predict', run: Run) => {
    evaluation.begin(phase, run.params);
    logs = {};
    writer.begin(evaluated);
  };
  const endEvaluationStep = (step: number, newest: Logs) => {
    logs = newest;
    evaluation.endStep();
    if (step + 1 !== evaluation.steps) writer.update(evaluated);
  };

  return {
    name: 'progress',
    onTrainBegin() {
      inFit = true;
    },
    onEpochBegin(_, run) {
      training.beginEpoch(run);
      logs = {};
      writer.begin(() => trained(run));
    },
    // Absent where nothing would come of it: a run that has no listener for its steps need not prepare logs for them.
    onTrainBatchEnd: writer.wantsUpdates
      ? (_, newest, run) => {
          logs = newest;
          training.endStep(run);
          // The last step's line would be replaced at once, unless validation follows.
          if (training.stepsDone(run) === run.params.steps && !run.params.doValidation) return;
          writer.update(() => trained(run));
        }
      : undefined,
    onEpochEnd(_, newest, run) {
      training.endValidation();
      logs = newest;
      writer.end(() => trained(run));
    },
    onTrainEnd() {
      inFit = false;
      writer.close();
    },

    onTestBegin(run) {
      if (inFit) training.beginValidation();
      else beginEvaluation('evaluate', run);
    },
    onTestBatchBegin() {
      if (!inFit) evaluation.beginStep();
    },
    onTestBatchEnd(step, newest, run) {
      if (!inFit) return endEvaluationStep(step, newest);
      training.endValidationStep();
      writer.update(() => trained(run));
    },
    onTestEnd(newest) {
      if (inFit) return;
      logs = newest;
      writer.end(evaluated);
    },

    onPredictBegin: (run) => beginEvaluation('predict', run),
    onPredictBatchBegin: () => evaluation.beginStep(),
    onPredictBatchEnd: (step) => endEvaluationStep(step, {}),
    onPredictEnd: () => writer.end(evaluated),

    say: (line) => writer.say(line),
    close() {
      inFit = false;
      writer.close();
    },
  };
}

function verbosity(verbose: unknown): 0 | 1 | 2 {
  if (verbose === undefined || verbose === 'auto' || verbose === 1) return 1;
  if (verbose === 0 || verbose === 2) return verbose;
  throw new ValueError(
    'fit: verbose',
    "0, 1, 2 or 'auto'",
    show(verbose),
    'Leave it out for a progress line.',
  );
}
