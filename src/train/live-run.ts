import type { NDArray } from '../array/ndarray.js';
import type { Run, RunParams, Timings } from './callbacks/callback.js';
import type { Trainer } from './trainer.js';

/** What a live run asks of the model it belongs to. */
export interface RunHost {
  readonly weightNames: readonly string[];
  getWeights(): NDArray[];
  setWeights(weights: readonly NDArray[]): void;
  say(line: string): void;
}

/** A run as its callbacks see it: the loop writes, callbacks read. */
export class LiveRun implements Run {
  epoch = 0;
  step = 0;
  size = 0;
  /** Whether a callback has asked to stop, and why. */
  stopped: string | undefined;
  readonly timings: Timings = {
    stepMs: 0,
    firstStepMs: 0,
    epochStepsMs: 0,
    msPerStep: 0,
    validationMs: 0,
    epochMs: 0,
  };

  constructor(
    readonly params: RunParams,
    private readonly trainer: Trainer,
    private readonly host: RunHost,
  ) {}

  get updates(): number {
    return this.trainer.updates;
  }

  get samplesSeen(): number {
    return this.trainer.samplesSeen;
  }

  get learningRate(): number {
    return this.trainer.learningRate;
  }

  set learningRate(value: number) {
    this.trainer.learningRateOverride = value;
  }

  get weightNames(): readonly string[] {
    return this.host.weightNames;
  }

  stopTraining(reason = 'a callback asked to'): void {
    this.stopped ??= reason;
  }

  getWeights(): NDArray[] {
    return this.host.getWeights();
  }

  setWeights(weights: readonly NDArray[]): void {
    this.host.setWeights(weights);
  }

  say(line: string): void {
    this.host.say(line);
  }
}
