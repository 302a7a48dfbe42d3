import { sizeOf } from '../array/ndarray.js';
import { createMemory } from '../engines/arena.js';
import { MinibatchError } from '../errors.js';
import type { WeightKey } from '../layers/initializers/initializer.js';
import type { Weight } from '../layers/weight.js';
import type { WasmMemory } from '../platform/webassembly.js';
import type { NamedWeight } from './trainable.js';

/** Memories that a `fit` is changing at present: the weights in them stay there until it ends. */
const held = new Set<ArrayBufferLike>();

/** Floats that every weight is padded to: a cache line, and one step of the optimizer's loop. */
const grain = 16;

/** Where one weight lies: floats from the start of its region. */
export interface Place {
  readonly path: string;
  readonly weight: Weight;
  readonly start: number;
  /** With padding. */
  readonly length: number;
}

/**
 * A model's numbers in one memory that never moves, region after region:
 *
 *     trained weights | gradients, once per part | optimizer slots | other weights | their next values
 *
 * So the optimizer is one pass over one flat vector, and the whole state of training is one copy.
 */
export class WeightMemory {
  readonly memory: WasmMemory;
  readonly trained: readonly Place[];
  readonly others: readonly Place[];
  /** Floats in the flat vector of trained weights, in each of its gradients and in each slot. */
  readonly trainedLength: number;
  readonly othersLength: number;
  readonly #slots: readonly string[];
  readonly #gradients: number;

  /**
   * @param options.slots Names of the optimizer's slots; none for a model that only predicts.
   * @param options.gradients How many gradients are kept side by side. @default 1, or 0 without slots
   */
  constructor(
    weights: readonly NamedWeight[],
    { slots, gradients = 1 }: { slots: readonly string[]; gradients?: number },
  ) {
    this.trained = layOut(weights.filter(({ weight }) => weight.trainable && !weight.frozen));
    this.others = layOut(weights.filter(({ weight }) => !weight.trainable || weight.frozen));
    this.trainedLength = lengthOf(this.trained);
    this.othersLength = lengthOf(this.others);
    this.#slots = slots;
    this.#gradients = gradients;
    const floats = this.trainedLength * (1 + gradients + slots.length) + this.othersLength * 2;
    this.memory = createMemory(Math.max(floats, grain) * Float32Array.BYTES_PER_ELEMENT);
  }

  /**
   * Makes this memory the home of the weights: those that live elsewhere (in another model that shares them, or nowhere yet)
   * are copied here, new ones are filled by their initializers. Weights that another model's `fit` is changing right now are
   * copied too, but stay at home there.
   *
   * @param options.training Where they are wanted for, if it is training: that would be lost on weights that stay elsewhere.
   * @throws MinibatchError if weights to be trained are under another `fit`.
   */
  adopt(
    weights: readonly NamedWeight[],
    { seed, training }: { seed: number; training: string | undefined },
  ): void {
    const streams = new Map(weights.map(({ weight }, stream) => [weight, stream]));
    for (const [places, region] of [
      [this.trained, this.trainedRegion],
      [this.others, this.othersRegion],
    ] as const) {
      for (const { weight, start } of places) {
        const home = region.subarray(start, start + sizeOf(weight.shape));
        if (weight.data?.buffer === home.buffer && weight.data.byteOffset === home.byteOffset) continue;
        if (weight.data === undefined) initialize(weight, home, { seed, stream: streams.get(weight)! });
        else home.set(weight.data);
        if (weight.data === undefined || !held.has(weight.data.buffer)) weight.data = home;
        else if (training !== undefined) {
          throw new MinibatchError(
            `${training}: expected layers that no other model trains at the same time, got ones that are in its fit. Await that first.`,
          );
        }
      }
    }
  }

  /** Keeps the weights here, whoever shares them, until `letGo`. */
  hold(): void {
    held.add(this.memory.buffer);
  }

  letGo(): void {
    held.delete(this.memory.buffer);
  }

  /** The flat vector of trained weights. */
  get trainedRegion(): Float32Array {
    return this.#region(0, this.trainedLength);
  }

  /** One of the flat vectors of gradients. */
  gradientRegion(part = 0): Float32Array {
    return this.#region(this.trainedLength * (1 + part), this.trainedLength);
  }

  slotRegion(name: string): Float32Array {
    return this.#region(
      this.trainedLength * (1 + this.#gradients + this.#slots.indexOf(name)),
      this.trainedLength,
    );
  }

  /** Weights that no optimizer changes: moving statistics, and frozen ones. */
  get othersRegion(): Float32Array {
    return this.#region(this.#afterTrained, this.othersLength);
  }

  /** Where a step puts the next values of `others`. */
  get nextRegion(): Float32Array {
    return this.#region(this.#afterTrained + this.othersLength, this.othersLength);
  }

  /** Bytes from the start of the memory to a region. */
  byteOffset(region: Float32Array): number {
    return region.byteOffset;
  }

  get #afterTrained(): number {
    return this.trainedLength * (1 + this.#gradients + this.#slots.length);
  }

  #region(start: number, length: number): Float32Array {
    return new Float32Array(this.memory.buffer, start * Float32Array.BYTES_PER_ELEMENT, length);
  }
}

/** Fills a new weight by its initializer. */
export function initialize(weight: Weight, out: Float32Array, key: WeightKey): void {
  weight.initializer.fill(out, weight.shape, key);
}

function layOut(weights: readonly NamedWeight[]): Place[] {
  let start = 0;
  return weights.map(({ path, weight }) => {
    const length = Math.ceil(sizeOf(weight.shape) / grain) * grain;
    start += length;
    return { path, weight, start: start - length, length };
  });
}

function lengthOf(places: readonly Place[]): number {
  const last = places.at(-1);
  return last === undefined ? 0 : last.start + last.length;
}
