import { NDArray } from '../array/ndarray.js';
import type { Callback, Logs, Run, RunParams, Timings } from '../train/callbacks/callback.js';

/** A run for the tests of callbacks: its time passes only when told, its weights are one number. */
export class FakeRun implements Run {
  params: RunParams;
  epoch = 0;
  size = 0;
  samplesSeen = 0;
  updates = 0;
  learningRate = 0.01;
  timings: Timings = {
    stepMs: 0,
    firstStepMs: 0,
    epochStepsMs: 0,
    msPerStep: 0,
    validationMs: 0,
    epochMs: 0,
  };
  stopped: string | null = null;
  said: string[] = [];
  weight = 0;
  /** Milliseconds. */
  time = 0;

  constructor(params: Partial<RunParams> = {}) {
    this.params = {
      verbose: 1,
      epochs: 1,
      initialEpoch: 0,
      steps: 1,
      batchSize: 6,
      samples: 6,
      metrics: ['loss'],
      doValidation: false,
      ...params,
    };
  }

  stopTraining(reason = ''): void {
    this.stopped = reason;
  }

  getWeights(): NDArray[] {
    return [new NDArray(Float32Array.of(this.weight), [1])];
  }

  setWeights(weights: readonly NDArray[]): void {
    this.weight = Number(weights[0].data[0]);
  }

  say(line: string): void {
    this.said.push(line);
  }
}

/** What passes in a fake fit. */
export interface FakeTraining {
  /** How long a step takes, from its number in the whole fit. */
  stepMs: (step: number) => number;
  logs: (epoch: number, step: number) => Logs;
  validation?: { steps: number; stepMs: number; logs: (epoch: number) => Logs };
  /** Called after each step, as the present moment of a test. */
  afterStep?: (epoch: number, step: number) => void;
  /** Steps of an epoch, if `params.steps` does not tell. */
  steps?: number;
}

/** Drives callbacks through a fit as the real one does. */
export async function fakeFit(
  run: FakeRun,
  callbacks: readonly Callback[],
  training: FakeTraining,
): Promise<void> {
  const call = async (hook: (callback: Callback) => unknown) => {
    for (const callback of callbacks) await hook(callback);
  };
  const { params, timings } = run;
  const steps = training.steps ?? params.steps ?? 0;
  let logs: Logs = {};
  await call((callback) => callback.onTrainBegin?.(run));
  for (run.epoch = params.initialEpoch; run.epoch < params.epochs && run.stopped === null; run.epoch++) {
    const { epoch } = run;
    const start = run.time;
    Object.assign(timings, { epochStepsMs: 0, msPerStep: 0, validationMs: 0, epochMs: 0 });
    let warmUpMs = 0;
    await call((callback) => callback.onEpochBegin?.(epoch, run));
    for (let step = 0; step < steps && run.stopped === null; step++) {
      await call((callback) => callback.onTrainBatchBegin?.(step, run));
      timings.stepMs = training.stepMs(run.updates);
      if (run.updates === 0) timings.firstStepMs = warmUpMs = timings.stepMs;
      run.time += timings.stepMs;
      run.size = Math.min(
        params.batchSize ?? 1,
        (params.samples ?? Infinity) - step * (params.batchSize ?? 1),
      );
      run.samplesSeen += run.size;
      run.updates++;
      timings.epochStepsMs += timings.stepMs;
      const counted = warmUpMs > 0 && step > 0 ? step : step + 1;
      timings.msPerStep = (timings.epochStepsMs - (step > 0 ? warmUpMs : 0)) / counted;
      timings.epochMs = run.time - start;
      logs = training.logs(epoch, step);
      await call((callback) => callback.onTrainBatchEnd?.(step, logs, run));
      training.afterStep?.(epoch, step);
    }
    if (training.validation !== undefined) {
      const { validation } = training;
      await call((callback) => callback.onTestBegin?.(run));
      for (let step = 0; step < validation.steps; step++) {
        await call((callback) => callback.onTestBatchBegin?.(step, run));
        run.time += validation.stepMs;
        await call((callback) => callback.onTestBatchEnd?.(step, {}, run));
      }
      await call((callback) => callback.onTestEnd?.(validation.logs(epoch), run));
      timings.validationMs = validation.steps * validation.stepMs;
      for (const [name, value] of Object.entries(validation.logs(epoch))) logs[`val_${name}`] = value;
    }
    timings.epochMs = run.time - start;
    await call((callback) => callback.onEpochEnd?.(epoch, logs, run));
  }
  await call((callback) => callback.onTrainEnd?.(logs, run));
}
