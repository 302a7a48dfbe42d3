import type { RunParams } from '../callbacks/callback.js';
import type { ProgressState } from './progress-state.js';

/** Times the steps of an `evaluate` or a `predict`. */
export class EvaluationClock {
  steps: number | null = null;
  readonly #now: () => number;
  #phase: 'evaluate' | 'predict' = 'evaluate';
  #params: Readonly<RunParams> | null = null;
  #start = 0;
  #stepStart = 0;
  #step = 0;
  #firstMs = 0;
  #stepsMs = 0;
  #afterFirst = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  begin(phase: 'evaluate' | 'predict', params: Readonly<RunParams>): void {
    this.#phase = phase;
    this.#params = params;
    this.steps = params.steps;
    this.#start = this.#now();
    this.#step = 0;
    this.#firstMs = 0;
    this.#stepsMs = 0;
  }

  beginStep(): void {
    this.#stepStart = this.#now();
  }

  endStep(): void {
    const now = this.#now();
    const ms = now - this.#stepStart;
    this.#stepsMs += ms;
    if (this.#step++ === 0) {
      this.#firstMs = ms;
      this.#afterFirst = now;
    }
  }

  state(): Omit<ProgressState, 'logs' | 'colours'> {
    const step = this.#step;
    const now = this.#now();
    return {
      phase: this.#phase,
      epoch: 0,
      epochs: 1,
      step,
      steps: this.steps,
      validationStep: 0,
      validationSteps: null,
      samples: this.#samples(),
      batchSize: this.#params?.batchSize ?? null,
      updates: null,
      learningRate: null,
      elapsedMs: now - this.#start,
      msPerStep: step > 1 ? (this.#stepsMs - this.#firstMs) / (step - 1) : this.#stepsMs,
      stepsMs: this.#stepsMs,
      validationMs: 0,
      msLeft: this.#msLeft(now),
    };
  }

  #samples(): number | null {
    const { samples = null, batchSize = null } = this.#params ?? {};
    if (this.#step === this.steps) return samples;
    return batchSize === null ? null : this.#step * batchSize;
  }

  #msLeft(now: number): number | null {
    if (this.steps === null || this.#step === 0) return null;
    const left = this.steps - this.#step;
    if (this.#step > 1) return ((now - this.#afterFirst) / (this.#step - 1)) * left;
    return (now - this.#start) * left;
  }
}
