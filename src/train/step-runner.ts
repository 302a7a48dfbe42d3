import { fillDropoutMask } from '../array/dropout-mask.js';
import { sizeOf, type TypedArray } from '../array/ndarray.js';
import type { Binding, Buffer, Engine, Program } from '../engines/engine.js';
import type { NamedTensor } from '../graph/graph.js';
import { now } from '../platform/clock.js';
import { names } from './names.js';
import { fastest, ModeWatch, modesFor, oneThread, type RunMode, shortestRun } from './run-modes.js';
import { Staging } from './staging.js';
import type { StepGraph } from './step-graph.js';
import type { Place, WeightMemory } from './weight-memory.js';

/** Longer runs go off the calling thread, so that timers, signals and servers go on; shorter ones leave the caches to it. */
const longRunMs = 16;
/** Runs that take longer than this are worth trying in other modes. */
const worthModesMs = 0.3;

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
  runMs: number;
  /** Where the mode was chosen by measurement: when to do it again. */
  watch: ModeWatch | undefined;
}

/**
 * A step graph made ready to run on batches of any size: its program, its staging memory, and one binding for each size. On
 * how many threads it runs, and how they wait, is found by a short measurement on the first batch, and looked at again when
 * runs turn slow. The mode changes nothing but the time.
 */
export class StepRunner {
  /** Outputs that do not grow with the batch, by name: loss and metric sums. Written by each run. */
  readonly results: Record<string, Float32Array> = {};
  readonly #programs = new Map<string, Program>();
  readonly #prepared = new Map<number, Prepared>();
  #staging: Staging;
  #capacity = 0;
  #running: Promise<void> | undefined;
  #measured: { size: number; mode: RunMode } | undefined;

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
    const { binding, watch } = prepared;
    if (binding === undefined) return this.#firstRun(prepared);
    const start = now();
    const pending = prepared.runMs > longRunMs ? binding.runAsync() : binding.run();
    if (pending !== undefined) return pending.then(() => this.#note(prepared, now() - start));
    const ms = now() - start;
    if (ms < prepared.runMs) prepared.runMs = ms;
    if (watch?.note(ms) === true) return this.#chooseMode(prepared);
  }

  #note(prepared: Prepared, ms: number): void | Promise<void> {
    // Runs only get longer by what else the machine does: one short one shows that a long one was an exception.
    if (ms < prepared.runMs) prepared.runMs = ms;
    if (prepared.watch?.note(ms) === true) return this.#chooseMode(prepared);
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
    const isClose = close !== undefined && prepared.size <= 4 * close.size && close.size <= 4 * prepared.size;
    const known = threads !== 'auto' ? { threads, spinning: threads > 1 } : isClose ? close.mode : undefined;
    prepared.binding = await this.#bind(prepared, known ?? oneThread);
    prepared.runMs = await shortestRun(prepared.binding);
    if (known === undefined && cores > 1 && prepared.runMs > worthModesMs) await this.#chooseMode(prepared);
  }

  /** Compares the modes on the batch that is staged, and keeps the fastest. Each run gives the same results again. */
  async #chooseMode(prepared: Prepared): Promise<void> {
    const modes = modesFor(this.options.cores);
    const bindings: Binding[] = [];
    for (const mode of modes) bindings.push(await this.#bind(prepared, mode));
    const { index, medianMs } = await fastest(bindings, prepared.runMs);
    prepared.binding?.release();
    for (const [i, binding] of bindings.entries()) if (i !== index) binding.release();
    prepared.binding = bindings[index];
    prepared.runMs = medianMs;
    prepared.watch = new ModeWatch(medianMs);
    this.#measured = { size: prepared.size, mode: modes[index] };
  }

  async #bind(prepared: Prepared, mode: RunMode): Promise<Binding> {
    const key = JSON.stringify(mode);
    let program = this.#programs.get(key);
    if (program === undefined) {
      program = await this.engine.compile(this.step.graph, mode);
      this.#programs.set(key, program);
    }
    return program.bind(prepared.buffers);
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
      runMs: 0,
      watch: undefined,
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
