import { sizeOf } from '../array/ndarray.js';
import type { Engine } from '../engines/engine.js';
import { createOptimizerPass, type OptimizerPass, slotNames } from '../engines/fused.js';
import { learningRateAt } from '../optimizers/learning-rate-at.js';
import type { Optimizer } from '../optimizers/optimizer.js';
import { describeMachine } from '../platform/machine.js';
import { names } from './names.js';
import type { Objective } from './objective.js';
import { type StepRequest, stepGraph } from './step-graph.js';
import { type StagedBatch, StepRunner } from './step-runner.js';
import type { Trainable } from './trainable.js';
import { WeightMemory } from './weight-memory.js';

export interface TrainerOptions {
  /** undefined: the model only predicts. */
  optimizer?: Optimizer;
  objective?: Objective;
  /** Threads inside one run; `'auto'` measures one against all. @default 'auto' */
  threads?: number | 'auto';
}

/** Copies of what lives in a trainer's memory. */
export interface Numbers {
  readonly trained: Float32Array;
  readonly others: Float32Array;
  readonly slots: Readonly<Record<string, Float32Array>>;
}

/**
 * A model with memory, an engine and an optimizer: does single steps. What a loop over epochs adds to it is in `fit`.
 *
 *     batch → staging → run → loss, metric sums; gradients and next statistics in the weight memory → optimizer's pass
 */
export class Trainer {
  readonly memory: WeightMemory;
  /** Updates so far. */
  updates = 0;
  /** Samples that went into updates so far. */
  samplesSeen = 0;
  /** Passes over training data so far: each has its own shuffle and dropout masks. */
  passes = 0;
  /** Replaces the optimizer's learning rate or schedule. */
  learningRateOverride: number | undefined;
  readonly #optimizer: Optimizer | undefined;
  readonly #pass: OptimizerPass | undefined;
  readonly #objective: Objective;
  readonly #threads: number | 'auto';
  readonly #runners = new Map<string, StepRunner>();

  constructor(
    readonly model: Trainable,
    readonly engine: Engine,
    { optimizer, objective = { outputs: [] }, threads = 'auto' }: TrainerOptions,
  ) {
    this.#optimizer = optimizer;
    this.#objective = objective;
    this.#threads = threads;
    const slots = optimizer === undefined ? [] : slotNames(optimizer);
    const memory = new WeightMemory(model.weights, { slots, gradients: optimizer === undefined ? 0 : 1 });
    this.memory = memory;
    if (optimizer !== undefined && memory.trainedLength > 0) {
      this.#pass = createOptimizerPass(optimizer, {
        memory: memory.memory,
        parameters: memory.trainedRegion.byteOffset,
        gradients: memory.gradientRegion().byteOffset,
        slots: Object.fromEntries(slots.map((slot) => [slot, memory.slotRegion(slot).byteOffset])),
        length: memory.trainedLength,
        segments: memory.trained.map(({ path, start, length }) => ({ name: path, start, length })),
      });
    }
  }

  /** The learning rate of the next update. */
  get learningRate(): number {
    if (this.learningRateOverride !== undefined) return this.learningRateOverride;
    return this.#optimizer === undefined ? 0 : learningRateAt(this.#optimizer, this.updates);
  }

  get #slots(): string[] {
    return this.#optimizer === undefined ? [] : slotNames(this.#optimizer);
  }

  /** What runs such steps; made once for each kind. */
  runner(request: StepRequest): StepRunner {
    const key = JSON.stringify(request);
    let runner = this.#runners.get(key);
    if (runner === undefined) {
      const cores = this.engine.threaded ? describeMachine().cores : 1;
      const graph = stepGraph(this.model, this.#objective, request, this.memory.trained);
      runner = new StepRunner(graph, this.engine, this.memory, { threads: this.#threads, cores });
      this.#runners.set(key, runner);
    }
    return runner;
  }

  /**
   * Says how the losses of a staged batch become one number: the scale of each output's sum, and one share of the penalties.
   */
  setScales(runner: StepRunner, batch: StagedBatch): void {
    const { terms, request } = runner.step;
    // Outputs without targets have no weights either: those that are staged close ranks.
    let place = 0;
    for (let i = 0; i < terms.length; i++) {
      const scale = batch.lossScale[i];
      const weights = request.sampleWeights[i] === undefined ? undefined : batch.sampleWeight[place++];
      if (scale !== undefined) scale[0] = terms[i].scale(batch.size, weights as Float32Array | undefined);
    }
    if (batch.penaltyScale !== undefined) batch.penaltyScale[0] = 1;
  }

  /** Applies the gradients of the run that has just ended, if its loss is finite; says whether it was. */
  update(runner: StepRunner, size: number): boolean {
    if (!Number.isFinite(runner.results[names.loss][0])) return false;
    const { learningRate } = this;
    this.updates++;
    this.samplesSeen += size;
    this.#pass?.step({ step: this.updates, learningRate });
    if (runner.step.updated.length > 0) this.#takeNextValues(runner);
    return true;
  }

  /** After training: puts averaged weights in place, where the optimizer keeps an average. */
  finalize(): void {
    if (this.updates > 0) this.#pass?.finalize();
  }

  release(): void {
    for (const runner of this.#runners.values()) runner.release();
    this.#runners.clear();
  }

  /** All numbers of training that live in memory: trained weights, slots, other weights. */
  copyNumbers(): Numbers {
    const { memory } = this;
    return {
      trained: Float32Array.from(memory.trainedRegion),
      others: Float32Array.from(memory.othersRegion),
      slots: Object.fromEntries(
        this.#slots.map((slot) => [slot, Float32Array.from(memory.slotRegion(slot))]),
      ),
    };
  }

  setNumbers({ trained, others, slots }: Numbers): void {
    const { memory } = this;
    memory.trainedRegion.set(trained);
    memory.othersRegion.set(others);
    for (const slot of this.#slots) memory.slotRegion(slot).set(slots[slot]);
  }

  #takeNextValues(runner: StepRunner): void {
    const { memory } = this;
    const updated = new Set(runner.step.updated.map(({ path }) => path));
    for (const { path, start, weight } of memory.others) {
      if (!updated.has(path)) continue;
      const end = start + sizeOf(weight.shape);
      memory.othersRegion.set(memory.nextRegion.subarray(start, end), start);
    }
  }
}
