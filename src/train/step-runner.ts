import { fillDropoutMask } from '../array/dropout-mask.js';
import { sizeOf, type TypedArray } from '../array/ndarray.js';
import type { Binding, Buffer, Engine, Program } from '../engines/engine.js';
import type { NamedTensor } from '../graph/graph.js';
import { now } from '../platform/clock.js';
import { compareThreads, shortestRun } from './faster-binding.js';
import { names } from './names.js';
import { Staging } from './staging.js';
import type { StepGraph } from './step-graph.js';
import type { Place, WeightMemory } from './weight-memory.js';

/** Runs that take longer than this go off the calling thread, so that timers, signals and servers go on. */
const longRunMs = 4;
/** Runs that take longer than this are worth trying with more threads. */
const worthThreadsMs = 0.3;

/** Places that a batch of one size is written to before a run, and read from after it. */
export interface StagedBatch {
  readonly size: number;
  readonly x: readonly TypedArray[];
  readonly y: readonly TypedArray[];
  readonly sampleWeight: readonly TypedArray[];
  readonly masks: readonly Float32Array[];
  /** For each output, the one number of `names.lossScale`; undefined where there is no loss. */
  readonly lossScale: readonly (Float32Array | undefined)[];
  readonly penaltyScale: Float32Array | undefined;
}

/** What dropout masks depend on besides the layer. */
export interface MaskKey {
  readonly seed: number;
  /** The pass over the data. */
  readonly pass: number;
  /** The sample of each row. */
  readonly samples: Int32Array;
}

interface Prepared extends StagedBatch {
  buffers: { inputs: Record<string, Buffer>; outputs: Record<string, Buffer> };
  binding: Binding | undefined;
  threads: number;
  runMs: number;
}

/**
 * A step graph made ready to run on batches of any size: its program, its staging memory, and one binding for each size. How
 * many threads a run takes is found by a short measurement on the first batch.
 */
export class StepRunner {
  /** Outputs that do not grow with the batch, by name: loss and metric sums. Written by each run. */
  readonly results: Record<string, Float32Array> = {};
  readonly #programs = new Map<number, Program>();
  readonly #prepared = new Map<number, Prepared>();
  #staging: Staging;
  #capacity = 0;
  #running: Promise<void> | undefined;
  #measured: { size: number; threads: number } | undefined;

  constructor(
    readonly step: StepGraph,
    private readonly engine: Engine,
    private readonly weights: WeightMemory,
    private readonly options: { threads: number | 'auto'; cores: number; gradientPart?: number },
  ) {
    this.#staging = this.#stage(1);
  }

  /** The places for a batch of `size` samples. The same ones each time, for all sizes: a step is staged, run and read. */
  batch(size: number): StagedBatch {
    return this.#prepare(size);
  }

  /** An output of one entry for each sample, as the last run of this size left it. */
  output(name: string, size: number): Buffer {
    return this.#prepare(size).buffers.outputs[name];
  }

  /** Draws the dropout masks of a staged batch. */
  fillMasks(batch: StagedBatch, { seed, pass, samples }: MaskKey): void {
    for (const [layer, { rate, seed: own }] of this.step.dropout.entries()) {
      const out = batch.masks[layer];
      const elementsPerSample = out.length / samples.length;
      fillDropoutMask(out, {
        seed: own === undefined ? seed : seed ^ own,
        epoch: pass,
        layer,
        samples,
        elementsPerSample,
        rate,
      });
    }
  }

  /**
   * A run under way. All batches share one staging memory, so whoever stages the next one waits for it first; from staging to
   * reading the results, nobody awaits anything but the run.
   */
  get running(): Promise<void> | undefined {
    return this.#running;
  }

  /** Runs the staged batch of this size. Returns a promise only where the engine, or a long run, needs one. */
  run(size: number): void | Promise<void> {
    const pending = this.#start(this.#prepare(size));
    if (pending === undefined) return;
    this.#running = pending.finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  #start(prepared: Prepared): void | Promise<void> {
    const { binding } = prepared;
    if (binding === undefined) return this.#firstRun(prepared);
    const start = now();
    const pending = prepared.runMs > longRunMs ? binding.runAsync() : binding.run();
    if (pending !== undefined) return pending.then(() => noteRun(prepared, start));
    noteRun(prepared, start);
  }

  release(): void {
    for (const { binding } of this.#prepared.values()) binding?.release();
    for (const program of this.#programs.values()) program.release();
    this.#prepared.clear();
    this.#programs.clear();
  }

  async #firstRun(prepared: Prepared): Promise<void> {
    const { threads, cores } = this.options;
    const close = this.#measured;
    if (threads !== 'auto') await this.#bind(prepared, threads);
    else if (close !== undefined && prepared.size <= 4 * close.size && close.size <= 4 * prepared.size) {
      await this.#bind(prepared, close.threads);
    } else {
      await this.#bind(prepared, 1);
      prepared.runMs = await shortestRun(prepared.binding!);
      if (cores > 1 && prepared.runMs > worthThreadsMs) await this.#chooseThreads(prepared, cores);
      this.#measured = { size: prepared.size, threads: prepared.threads };
      return;
    }
    prepared.runMs = await shortestRun(prepared.binding!);
  }

  /** Compares one thread with all of them on the batch that is staged, and keeps the faster. */
  async #chooseThreads(prepared: Prepared, cores: number): Promise<void> {
    const single = prepared.binding!;
    await this.#bind(prepared, cores);
    const many = prepared.binding!;
    const better = await compareThreads({ single, many, singleMs: prepared.runMs });
    prepared.binding = better.many ? many : single;
    prepared.threads = better.many ? cores : 1;
    prepared.runMs = better.runMs;
    (better.many ? single : many).release();
  }

  async #bind(prepared: Prepared, threads: number): Promise<void> {
    let program = this.#programs.get(threads);
    if (program === undefined) {
      program = await this.engine.compile(this.step.graph, { threads });
      this.#programs.set(threads, program);
    }
    prepared.binding = program.bind(prepared.buffers);
    prepared.threads = threads;
  }

  #prepare(size: number): Prepared {
    const known = this.#prepared.get(size);
    if (known !== undefined) return known;
    if (size > this.#capacity) {
      for (const { binding } of this.#prepared.values()) binding?.release();
      this.#prepared.clear();
      this.#staging = this.#stage(size);
    }
    const staging = this.#staging;
    const { graph, request, dropout } = this.step;
    const buffers = {
      inputs: Object.fromEntries(graph.inputs.map(({ name }) => [name, this.#buffer(name, size)])),
      outputs: Object.fromEntries(graph.outputs.map(({ name }) => [name, this.#buffer(name, size)])),
    };
    const find = (name: string) => (staging.has(name) ? staging.buffer(name, size).data : undefined);
    const list = (name: (i: number) => string, count: number) =>
      Array.from({ length: count }, (_, i) => find(name(i))).filter((data) => data !== undefined);
    const prepared: Prepared = {
      size,
      buffers,
      x: list(names.x, graph.inputs.length),
      y: list(names.y, request.targets.length),
      sampleWeight: list(names.sampleWeight, request.sampleWeights.length),
      masks: list(names.dropout, dropout.length) as Float32Array[],
      lossScale: request.targets.map((_, i) => find(names.lossScale(i)) as Float32Array | undefined),
      penaltyScale: find(names.penaltyScale) as Float32Array | undefined,
      binding: undefined,
      threads: 1,
      runMs: 0,
    };
    this.#prepared.set(size, prepared);
    return prepared;
  }

  #stage(capacity: number): Staging {
    const { graph } = this.step;
    const own = ({ name }: NamedTensor) => this.#weightBuffer(name) === undefined;
    const staging = new Staging([...graph.inputs, ...graph.outputs].filter(own), capacity);
    this.#capacity = capacity;
    for (const { name, tensor } of graph.outputs) {
      if (staging.has(name) && tensor.shape.every((dim) => typeof dim === 'number')) {
        this.results[name] = staging.buffer(name, 1).data as Float32Array;
      }
    }
    return staging;
  }

  #buffer(name: string, size: number): Buffer {
    return this.#weightBuffer(name) ?? this.#staging.buffer(name, size);
  }

  /** Weights, gradients and next values live with the model, not in staging. */
  #weightBuffer(name: string): Buffer | undefined {
    const [kind, ...rest] = name.split('/');
    const path = rest.join('/');
    const { weights } = this;
    const find = (places: readonly Place[], region: () => Float32Array): Buffer | undefined => {
      const place = places.find((each) => each.path === path);
      if (place === undefined) return undefined;
      const { shape } = place.weight;
      return { data: region().subarray(place.start, place.start + sizeOf(shape)), shape };
    };
    if (kind === 'gradient')
      return find(weights.trained, () => weights.gradientRegion(this.options.gradientPart ?? 0));
    if (kind === 'update') return find(weights.others, () => weights.nextRegion);
    if (kind !== 'weight') return undefined;
    return (
      find(weights.trained, () => weights.trainedRegion) ?? find(weights.others, () => weights.othersRegion)
    );
  }
}

/** Runs only get longer by what else the machine does: one short one shows that a long one was an exception. */
function noteRun(prepared: Prepared, start: number): void {
  const ms = now() - start;
  if (ms < prepared.runMs) prepared.runMs = ms;
}
