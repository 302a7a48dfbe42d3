import type { Logs } from '../callbacks/callback.js';

/** What a progress line is made from. Durations are in milliseconds. */
export interface ProgressState {
  phase: 'train' | 'validate' | 'evaluate' | 'predict';
  /** Index of the epoch, from 0; 0 outside `fit`. */
  epoch: number;
  epochs: number;
  /** Steps done, and in all; null as long as the data has not told. */
  step: number;
  steps: number | null;
  /** Steps of validation done, and in all. */
  validationStep: number;
  validationSteps: number | null;
  /** Samples that went through the steps done; null if nobody counted. */
  samples: number | null;
  /** Samples of one update; null for data that cuts its own batches. */
  batchSize: number | null;
  /** Updates since the model was compiled; null outside `fit`. */
  updates: number | null;
  learningRate: number | null;
  /** Since the beginning of the epoch, everything included. */
  elapsedMs: number;
  /** Mean time of a step: no validation, no callbacks, and no first step of all if there are others. */
  msPerStep: number;
  /** Time of all the steps together. */
  stepsMs: number;
  validationMs: number;
  /** Expected until the last step; null if the number of steps is unknown. */
  msLeft: number | null;
  logs: Logs;
  colours: boolean;
}

/**
 * How progress reads: pure functions from a state to one line of text, without its end. Null says nothing.
 *
 * To add one: a file with these functions, an entry in `formats.ts`.
 */
export interface ProgressFormat {
  /** Before the steps of an epoch. */
  begin(state: ProgressState): string | null;
  /** While it runs, to be redrawn in place. */
  running(state: ProgressState): string | null;
  /** Once the epoch (or the evaluation, the prediction) is over. */
  end(state: ProgressState): string | null;
  /** The same for `verbose: 2`. */
  endBriefly(state: ProgressState): string | null;
  /** A line from somebody else, said in between. */
  message(text: string): string;
  /** For readers that are programs: lines between, at most one in so many milliseconds, terminal or not, with `verbose: 1`. */
  between?: { everyMs: number; line(state: ProgressState): string };
}

/** Samples through training per second; null if not known. */
export function samplesPerSecond(state: ProgressState): number | null {
  if (state.samples === null || state.step === 0 || state.msPerStep <= 0) return null;
  return (state.samples / state.step / state.msPerStep) * 1000;
}
