import { now } from '../platform/clock.js';
import type { Timings } from './callbacks/callback.js';

/** Keeps a run's timings: steps alone, the first one (which makes things ready) apart from the rest. */
export class StepClock {
  #epochStart = 0;
  #stepStart = 0;
  #steps = 0;
  #firstIsHere = false;

  constructor(readonly timings: Timings) {}

  beginEpoch(): void {
    this.#epochStart = now();
    this.#steps = 0;
    this.#firstIsHere = false;
    Object.assign(this.timings, { epochStepsMs: 0, validationMs: 0, epochMs: 0 });
  }

  beginStep(): void {
    this.#stepStart = now();
  }

  endStep(): void {
    const { timings } = this;
    const ms = now() - this.#stepStart;
    timings.stepMs = ms;
    if (timings.firstStepMs === 0) {
      timings.firstStepMs = ms;
      this.#firstIsHere = true;
    }
    timings.epochStepsMs += ms;
    this.#steps++;
    const warm = this.#firstIsHere && this.#steps > 1;
    timings.msPerStep = warm
      ? (timings.epochStepsMs - timings.firstStepMs) / (this.#steps - 1)
      : timings.epochStepsMs / this.#steps;
  }

  endValidation(startMs: number): void {
    this.timings.validationMs = now() - startMs;
  }

  endEpoch(): void {
    this.timings.epochMs = now() - this.#epochStart;
  }
}
