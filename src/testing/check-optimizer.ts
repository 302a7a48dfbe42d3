import { createOptimizerPass, type OptimizerPass, type OptimizerPlace, slotNames } from '../engines/fused.js';
import { interpretedPass } from '../optimizers/interpreted-pass.js';
import { learningRateAt } from '../optimizers/learning-rate-at.js';
import type { Optimizer, OptimizerConfig } from '../optimizers/optimizer.js';
import { optimizerFromConfig } from '../optimizers/optimizer-from-config.js';
import { webAssembly } from '../platform/webassembly.js';

/** Weights and gradients to try an optimizer on, each a list of the segments' elements one after the other. */
export interface OptimizerProblem {
  segments: readonly { name: string; size: number }[];
  initial: readonly number[];
  /** One list per step. */
  gradients: readonly (readonly number[])[];
}

/** What another library got for a problem. */
export interface OptimizerAnswer {
  /** The weights after each step. */
  weights: readonly (readonly number[])[];
  /** The slots after the last step. */
  slots: Readonly<Record<string, readonly number[]>>;
  /** The weights after `finalize`, if that does anything. */
  finalized?: readonly number[];
}

export interface OptimizerCheckOptions {
  answer?: OptimizerAnswer;
  /** Largest error, relative to the value or (for small weights) to a step of 0.1. @default 5e-6 */
  tolerance?: number;
  /** Makes the optimizer again from its config. @default the built-in ones */
  remake?: (config: OptimizerConfig) => Optimizer;
}

/**
 * Checks an optimizer on a problem: the compiled pass and the interpreter give the same bits, and another library's numbers
 * within a tolerance; padding stays zero; lanes and a gradient scale change nothing; a run that stops and goes on, from its
 * config, a copy of its memory and the step number alone, gives the same bits as one that does not.
 * @throws Error saying what differs where.
 */
export function checkOptimizer(
  optimizer: Optimizer,
  problem: OptimizerProblem,
  { answer, tolerance = 5e-6, remake = optimizerFromConfig }: OptimizerCheckOptions = {},
): void {
  const steps = problem.gradients.length;
  const fused = new Trial(optimizer, problem, createOptimizerPass);
  const interpreted = new Trial(optimizer, problem, interpretedPass);
  const split = [createOptimizerPass, interpretedPass].map(
    (create) => new Trial(optimizer, problem, create, 2),
  );
  let resumed: Trial | undefined;
  for (let step = 1; step <= steps; step++) {
    fused.step(step);
    interpreted.step(step);
    for (const trial of split) trial.step(step);
    resumed?.step(step);
    if (step === Math.floor(steps / 2)) {
      resumed = new Trial(remake(JSON.parse(JSON.stringify(optimizer))), problem, createOptimizerPass);
      resumed.bytes.set(fused.bytes);
    }
    same(`step ${step}: interpreter`, interpreted.state(), fused.state());
    for (const trial of split) same(`step ${step}: two lanes`, trial.state(), fused.state());
    if (resumed !== undefined) same(`step ${step}: resumed`, resumed.state(), fused.state());
    fused.checkPadding(`step ${step}`);
    if (answer !== undefined) {
      close(`step ${step}: weights`, fused.read('parameters'), answer.weights[step - 1], tolerance, 0.1);
    }
  }
  for (const [name, values] of Object.entries(answer?.slots ?? {})) {
    for (const [segment, part] of parts(problem, values)) {
      const floor = 0.05 * Math.max(...part.map(Math.abs));
      close(`slot ${name} of ${segment}`, fused.read(`slot ${name}`, segment), part, tolerance, floor);
    }
  }
  const before = fused.read('parameters');
  fused.pass.finalize();
  close(
    'finalized weights',
    fused.read('parameters'),
    answer?.finalized ?? before,
    tolerance,
    answer ? 0.1 : Infinity,
  );
}

/** One run of an optimizer in a memory of its own. */
class Trial {
  readonly pass: OptimizerPass;
  readonly bytes: Uint8Array;
  private readonly place: OptimizerPlace & { gradients: readonly number[] };
  private readonly regions: Record<string, number> = {};

  constructor(
    private readonly optimizer: Optimizer,
    private readonly problem: OptimizerProblem,
    createPass: (optimizer: Optimizer, place: OptimizerPlace) => OptimizerPass,
    private readonly lanes: number = 1,
  ) {
    const memory = new webAssembly.Memory({ initial: 4, maximum: 4, shared: true });
    let start = 0;
    const segments = problem.segments.map(({ name, size }) => {
      const segment = { name, start, length: Math.ceil(size / 16) * 16 };
      start += segment.length;
      return segment;
    });
    const length = start;
    let end = 64;
    const region = (name: string) => {
      this.regions[name] = end;
      end += length * 4;
      return this.regions[name];
    };
    this.place = {
      memory,
      segments,
      length,
      parameters: region('parameters'),
      gradients: Array.from({ length: lanes }, (_, lane) => region(`gradients ${lane}`)),
      slots: Object.fromEntries(slotNames(optimizer).map((name) => [name, region(`slot ${name}`)])),
    };
    this.bytes = new Uint8Array(memory.buffer, 0, end);
    this.write(this.place.parameters, problem.initial);
    this.pass = createPass(optimizer, this.place);
  }

  /** With one lane, the gradients as they are; with two, lanes that add up to twice the gradients, and a scale of a half. */
  step(step: number): void {
    const gradients = this.problem.gradients[step - 1];
    for (const offset of this.place.gradients) this.write(offset, gradients);
    const learningRate = learningRateAt(this.optimizer, step - 1);
    this.pass.step({ step, learningRate, ...(this.lanes === 1 ? {} : { gradientScale: 1 / this.lanes }) });
  }

  /** The values of all segments, or of one, without padding. */
  read(region: string, only?: string): number[] {
    return this.place.segments.flatMap(({ name, start }, i) =>
      only === undefined || only === name
        ? [...this.floats(this.regions[region] + start * 4, this.problem.segments[i].size)]
        : [],
    );
  }

  state(): number[] {
    return Object.keys(this.regions).flatMap((name) => (name.startsWith('gradients') ? [] : this.read(name)));
  }

  checkPadding(where: string): void {
    for (const [i, { name, start, length }] of this.place.segments.entries()) {
      const { size } = this.problem.segments[i];
      const padding = this.floats(this.place.parameters + (start + size) * 4, length - size);
      if (padding.some((value) => value !== 0))
        throw new Error(`${where}: the padding of ${name} is not zero`);
    }
  }

  private write(offset: number, values: readonly number[]): void {
    let i = 0;
    for (const [k, { start }] of this.place.segments.entries()) {
      const { size } = this.problem.segments[k];
      this.floats(offset + start * 4, size).set(values.slice(i, i + size));
      i += size;
    }
  }

  private floats(offset: number, length: number): Float32Array {
    return new Float32Array(this.place.memory.buffer, offset, length);
  }
}

function parts(problem: OptimizerProblem, values: readonly number[]): [string, readonly number[]][] {
  let end = 0;
  return problem.segments.map(({ name, size }) => {
    end += size;
    return [name, values.slice(end - size, end)];
  });
}

function same(where: string, got: readonly number[], want: readonly number[]): void {
  for (const [i, value] of want.entries()) {
    if (!Object.is(got[i], value)) throw new Error(`${where}: element ${i} is ${got[i]}, not ${value}`);
  }
}

function close(
  where: string,
  got: readonly number[],
  want: readonly number[],
  tolerance: number,
  floor: number,
): void {
  if (got.length !== want.length) throw new Error(`${where}: ${got.length} values, not ${want.length}`);
  for (const [i, value] of want.entries()) {
    const error = Math.abs(got[i] - value) / Math.max(Math.abs(value), floor);
    if (!(error <= tolerance) && got[i] !== value) {
      throw new Error(`${where}: element ${i} is ${got[i]}, not ${value} (error ${error.toExponential(1)})`);
    }
  }
}
