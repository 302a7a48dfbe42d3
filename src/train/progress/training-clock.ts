import type { Run } from '../callbacks/callback.js';
import type { ProgressState } from './progress-state.js';

/** Follows the epochs of a `fit`: how far one is and how long it will still take. */
export class TrainingClock {
  #updatesBefore = 0;
  #samplesBefore = 0;
  /** How far the epoch was when its first step here was done: the time left is told from the steps after it. */
  #afterFirst: { updates: number; ms: number } | null = null;
  #validating = false;
  #validationStep = 0;
  /** Steps of the last validation, for data that did not tell. */
  #validationSteps: number | null = null;

  beginEpoch(run: Run): void {
    this.#updatesBefore = run.updates;
    this.#samplesBefore = run.samplesSeen;
    this.#afterFirst = null;
    this.#validating = false;
    this.#validationStep = 0;
  }

  endStep(run: Run): void {
    this.#afterFirst ??= { updates: run.updates, ms: run.timings.epochMs };
  }

  beginValidation(): void {
    this.#validating = true;
    this.#validationStep = 0;
  }

  endValidationStep(): void {
    this.#validationStep++;
  }

  endValidation(): void {
    if (this.#validating) this.#validationSteps = this.#validationStep;
    this.#validating = false;
  }

  /** Steps done in this epoch. */
  stepsDone(run: Run): number {
    return run.step ?? run.updates - this.#updatesBefore;
  }

  state(run: Run): Omit<ProgressState, 'logs' | 'colours'> {
    const { params, timings } = run;
    const step = this.stepsDone(run);
    return {
      phase: this.#validating ? 'validate' : 'train',
      epoch: run.epoch,
      epochs: params.epochs,
      step,
      steps: params.steps,
      validationStep: this.#validationStep,
      validationSteps: params.validationSteps ?? this.#validationSteps,
      samples: this.#samples(run, step),
      batchSize: params.batchSize,
      updates: run.updates,
      learningRate: run.learningRate,
      elapsedMs: timings.epochMs,
      msPerStep: timings.msPerStep,
      stepsMs: timings.epochStepsMs,
      validationMs: timings.validationMs,
      msLeft: this.#msLeft(run, step),
    };
  }

  /** Samples of this epoch's steps. Those before a resume in the middle of the epoch were not seen here. */
  #samples(run: Run, step: number): number | null {
    if (run.updates - this.#updatesBefore === step) return run.samplesSeen - this.#samplesBefore;
    return step === run.params.steps ? run.params.samples : null;
  }

  /** By wall time, with all that happens between steps: what a person waits for. */
  #msLeft(run: Run, step: number): number | null {
    const { steps } = run.params;
    if (steps === null) return null;
    const since = this.#afterFirst ?? { updates: this.#updatesBefore, ms: 0 };
    const timed = run.updates - since.updates;
    if (timed > 0) return ((run.timings.epochMs - since.ms) / timed) * (steps - step);
    const done = run.updates - this.#updatesBefore;
    return done > 0 ? (run.timings.epochMs / done) * (steps - step) : null;
  }
}
