import { show, ValueError } from '../errors.js';
import type { WasmMemory } from '../platform/webassembly.js';
import { averageSlot } from './features/moving-average.js';
import { decayScalar } from './features/weight-decay.js';
import type { Optimizer, Update } from './optimizer.js';

/** Where one weight array lies in the flat vector of all. */
export interface ParameterSegment {
  readonly name: string;
  /** In floats, from the start of the vector; a multiple of 16. */
  readonly start: number;
  /** In floats, with padding; a multiple of 16. The padding holds zeros. */
  readonly length: number;
}

/** Where the optimizer finds its vectors: regions of one memory, each of `length` floats and 64-byte aligned. */
export interface OptimizerPlace {
  readonly memory: WasmMemory;
  /** Byte offset of the weights. */
  readonly parameters: number;
  /** Byte offset of the gradients; or several, whose sum is the gradient (lanes, micro-batches). */
  readonly gradients: number | readonly number[];
  /** Byte offsets by slot name. */
  readonly slots: Readonly<Record<string, number>>;
  /** In floats; a multiple of 16. */
  readonly length: number;
  readonly segments: readonly ParameterSegment[];
}

/** Applies an optimizer to weights in place. All of its state is in the slots and the step number. */
export interface OptimizerPass {
  /** Applies one update. The first (step 1) sets the slots to their starting values before. */
  step(update: OptimizerStep): void;
  /** With `useEma`, puts the moving average in the place of the weights: after training. Otherwise does nothing. */
  finalize(): void;
}

export interface OptimizerStep {
  /** 1 for the first update. */
  readonly step: number;
  readonly learningRate: number;
  /** What the gradients are multiplied by before anything else. @default 1 */
  readonly gradientScale?: number;
}

/** The two loops over memory that a pass needs, for one update and place. */
export interface Kernel {
  /**
   * Updates the floats from `start` to `end`.
   * @param flush Whether to set what is negligible in the slots to zero.
   */
  run(start: number, end: number, scalars: Float64Array, flush: boolean): void;
  /** The sum of the squared gradients (lanes added up, not scaled) from `start` to `end`, in float64. */
  sumOfSquares(start: number, end: number): number;
}

/** A stretch of the vector that shares its scalars. */
interface Range {
  start: number;
  end: number;
  decays: boolean;
}

/** Floats that each region is padded to: one step of the loops, and a cache line. */
const grain = 16;

/** Flushing takes a quarter of Adam's time, so it is done in every 16th step: 0.9^16 of a running mean is left by then. */
const stepsPerFlush = 16;

/** Makes a pass over the given place with the given loops. */
export function makePass(
  optimizer: Optimizer,
  place: OptimizerPlace,
  makeKernel: (update: Update) => Kernel,
): OptimizerPass {
  const gradients = [place.gradients].flat();
  const update = optimizer.update({ lanes: gradients.length });
  checkPlace(optimizer, place, gradients, Object.keys(update.initialSlots));

  const kernel = makeKernel(update);
  const scalars = new Float64Array(update.scalars.length);
  const decayIndex = update.scalars.indexOf(decayScalar);
  const { clipnorm, globalClipnorm, emaOverwriteFrequency, excludeFromWeightDecay = [] } = optimizer.options;
  const patterns = decayIndex < 0 ? [] : excludeFromWeightDecay.map((pattern) => new RegExp(pattern));
  const ranges = rangesOf(place, patterns, clipnorm === undefined);

  const view = (offset: number) => new Float32Array(place.memory.buffer, offset, place.length);
  const initial = Object.entries(update.initialSlots);
  const average = averageSlot in update.initialSlots ? place.slots[averageSlot] : undefined;
  const finalize = () => {
    if (average !== undefined) view(place.parameters).set(view(average));
  };

  return {
    finalize,
    step({ step, learningRate, gradientScale = 1 }) {
      if (step === 1) for (const [name, value] of initial) view(place.slots[name]).fill(value);
      update.fillScalars(scalars, step, learningRate);
      const decay = decayIndex < 0 ? 0 : scalars[decayIndex];
      let scale = gradientScale;
      if (globalClipnorm !== undefined) {
        scale *= clipFactor(globalClipnorm, kernel.sumOfSquares(0, place.length), gradientScale);
      }
      for (const { start, end, decays } of ranges) {
        scalars[0] = scale;
        if (clipnorm !== undefined) {
          scalars[0] *= clipFactor(clipnorm, kernel.sumOfSquares(start, end), gradientScale);
        }
        if (decayIndex >= 0) scalars[decayIndex] = decays ? decay : 0;
        kernel.run(start, end, scalars, step % stepsPerFlush === 0);
      }
      if (emaOverwriteFrequency !== undefined && step % emaOverwriteFrequency === 0) finalize();
    },
  };
}

/** What a gradient is multiplied by so that its norm is at most `limit`; NaN if the gradient is not finite, as it is then no use. */
function clipFactor(limit: number, sumOfSquares: number, gradientScale: number): number {
  const norm = Math.sqrt(sumOfSquares) * Math.abs(gradientScale);
  if (!Number.isFinite(norm)) return Number.NaN;
  return norm > limit ? limit / norm : 1;
}

/** The segments, with neighbours put together where they may be: few long loops are cheaper than many short ones. */
function rangesOf(place: OptimizerPlace, patterns: readonly RegExp[], merge: boolean): Range[] {
  const ranges: Range[] = [];
  for (const { name, start, length } of place.segments) {
    const decays = !patterns.some((pattern) => pattern.test(name));
    const last = ranges.at(-1);
    if (merge && last !== undefined && last.decays === decays && last.end === start) last.end += length;
    else if (length > 0) ranges.push({ start, end: start + length, decays });
  }
  return ranges;
}

function checkPlace(
  { type }: Optimizer,
  place: OptimizerPlace,
  gradients: readonly number[],
  slotNames: readonly string[],
): void {
  const multiple = (where: string, value: number, of: number) => {
    if (Number.isInteger(value) && value >= 0 && value % of === 0) return;
    throw new ValueError(`${type}: ${where}`, `a multiple of ${of}`, String(value));
  };
  multiple('length', place.length, grain);
  if (gradients.length === 0) throw new ValueError(`${type}: gradients`, 'at least one region', 'none');
  const regions: Record<string, number> = { parameters: place.parameters };
  for (const [lane, offset] of gradients.entries()) regions[`gradients ${lane}`] = offset;
  for (const name of slotNames) regions[`slot ${name}`] = place.slots[name];
  const taken = Object.entries(regions).sort(([, a], [, b]) => a - b);
  let end = 0;
  let before = '';
  for (const [where, offset] of taken) {
    if (offset === undefined) throw new ValueError(`${type}: ${where}`, 'a byte offset', show(offset));
    multiple(where, offset, grain * 4);
    if (offset < end)
      throw new ValueError(`${type}: ${where}`, `a region after ${before}`, `offset ${offset}`);
    end = offset + place.length * 4;
    before = where;
  }
  if (end > place.memory.buffer.byteLength) {
    throw new ValueError(
      `${type}: ${before}`,
      `an end within ${place.memory.buffer.byteLength} bytes`,
      `${end}`,
    );
  }
  let last = 0;
  for (const { name, start, length } of place.segments) {
    multiple(`segment ${name}: start`, start, grain);
    multiple(`segment ${name}: length`, length, grain);
    if (start < last || start + length > place.length) {
      throw new ValueError(
        `${type}: segment ${name}`,
        `floats from ${last} to ${place.length}`,
        `${start}, ${length}`,
      );
    }
    last = start + length;
  }
}
