import { show, ValueError } from '../errors.js';
import { philoxBlocks } from './philox.js';
import { seedKey, tagged } from './random-counters.js';

/** Which order: the same for the same three numbers, whatever the batch size. */
export interface PermutationOptions {
  /** A whole number. */
  seed: number;
  /** Which pass over the data: every pass has its own order. */
  epoch: number;
}

/**
 * The numbers 0 to `samples` - 1 in a random order: Fisher and Yates's shuffle, every order equally likely.
 *
 *     for i = samples - 1 … 1:  swap the items at i and ⌊uᵢ (i + 1)⌋        u: 53 random bits, in [0, 1)
 *
 * Swap i uses words 2i and 2i + 1 of the counters `(element block, 0, epoch, shuffle)`.
 */
export function permutation(samples: number, { seed, epoch }: PermutationOptions): Int32Array {
  if (!(Number.isInteger(samples) && samples >= 0 && samples < 2 ** 31)) {
    throw new ValueError('permutation: samples', 'a whole number from 0 to 2147483647', show(samples));
  }
  const order = new Int32Array(samples);
  for (let i = 0; i < samples; i++) order[i] = i;
  const key = seedKey(seed);
  const rest = [0, epoch, tagged('shuffle', 0)] as const;
  const scratch = new Uint32Array(2 * Math.min(swapsAtOnce, roundUp(samples, 2)));
  for (let end = samples; end > 1; ) {
    const begin = Math.floor((end - 1) / swapsAtOnce) * swapsAtOnce;
    const words = scratch.subarray(0, 2 * roundUp(end - begin, 2));
    philoxBlocks(words, begin / 2, rest, key);
    for (let i = end - 1; i >= Math.max(begin, 1); i--) {
      const word = 2 * (i - begin);
      const uniform = ((words[word] >>> 5) * 2 ** 26 + (words[word + 1] >>> 6)) * 2 ** -53;
      const j = Math.floor(uniform * (i + 1));
      const item = order[i];
      order[i] = order[j];
      order[j] = item;
    }
    end = begin;
  }
  return order;
}

/** Which numbers a weight starts from. Two weights of one model have different streams. */
export interface RandomStream {
  /** A whole number. */
  seed: number;
  /** The weight's path in its model, or its index. */
  stream: string | number;
}

/** Random numbers spread evenly from `low` to `high`. Element e uses word e of its stream. */
export function fillUniform(out: Float32Array, options: RandomStream & { low: number; high: number }): void {
  const { low, high } = options;
  forEachChunk(out.length, initCounters(options), (words, begin, end) => {
    for (let e = begin; e < end; e++) out[e] = low + (high - low) * unit(words[e - begin]);
  });
}

/**
 * Normally distributed random numbers, by Box and Muller's transform.
 *
 *     z₂ₖ = √(-2 ln u₂ₖ) cos 2πu₂ₖ₊₁        z₂ₖ₊₁ = √(-2 ln u₂ₖ) sin 2πu₂ₖ₊₁
 *
 * Elements 2k and 2k + 1 use words 2k and 2k + 1 of their stream.
 */
export function fillNormal(
  out: Float32Array,
  options: RandomStream & { mean: number; deviation: number },
): void {
  const { mean, deviation } = options;
  const chunk = new Float64Array(wordsAtOnce);
  forEachChunk(out.length, initCounters(options), (words, begin, end) => {
    normals(words, chunk);
    for (let e = begin; e < end; e++) out[e] = mean + deviation * chunk[e - begin];
  });
}

/**
 * Normally distributed random numbers; those further than two deviations from the mean are drawn again.
 *
 * An element's n-th draw is the one that {@link fillNormal} would give it from the counters of attempt n.
 */
export function fillTruncatedNormal(
  out: Float32Array,
  options: RandomStream & { mean: number; deviation: number },
): void {
  const { mean, deviation } = options;
  const { rest, key } = initCounters(options);
  const chunk = new Float64Array(wordsAtOnce);
  const wordsAgain = new Uint32Array(4);
  const again = new Float64Array(4);
  forEachChunk(out.length, { rest, key }, (words, begin, end) => {
    normals(words, chunk);
    for (let e = begin; e < end; e++) {
      let z = chunk[e - begin];
      for (let attempt = 1; Math.abs(z) > 2; attempt++) {
        philoxBlocks(wordsAgain, e >>> 2, [rest[0], rest[1], tagged('init', attempt)], key);
        normals(wordsAgain, again);
        z = again[e & 3];
      }
      out[e] = mean + deviation * z;
    }
  });
}

const swapsAtOnce = 512;
const wordsAtOnce = 1024;

const roundUp = (n: number, multiple: number): number => Math.ceil(n / multiple) * multiple;

interface Counters {
  rest: readonly [number, number, number];
  key: readonly [number, number];
}

function initCounters({ seed, stream }: RandomStream): Counters {
  const [word1, word2] = typeof stream === 'number' ? [stream, 0] : hashName(stream);
  return { rest: [word1, word2, tagged('init', 0)], key: seedKey(seed) };
}

/** Calls `use` with the random words of elements `begin` to `end`, piece by piece, so that no large buffer is needed. */
function forEachChunk(
  length: number,
  { rest, key }: Counters,
  use: (words: Uint32Array, begin: number, end: number) => void,
): void {
  const scratch = new Uint32Array(Math.min(wordsAtOnce, roundUp(length, 4)));
  for (let begin = 0; begin < length; begin += wordsAtOnce) {
    const end = Math.min(begin + wordsAtOnce, length);
    const words = scratch.subarray(0, roundUp(end - begin, 4));
    philoxBlocks(words, begin / 4, rest, key);
    use(words, begin, end);
  }
}

/** A word as a number strictly between 0 and 1. */
function unit(word: number): number {
  return (word + 0.5) * 2 ** -32;
}

/** Standard normal numbers, one for each word: every pair of words makes a pair of numbers. */
function normals(words: Uint32Array, out: Float64Array): void {
  for (let i = 0; i < words.length; i += 2) {
    const radius = Math.sqrt(-2 * Math.log(unit(words[i])));
    const angle = 2 * Math.PI * unit(words[i + 1]);
    out[i] = radius * Math.cos(angle);
    out[i + 1] = radius * Math.sin(angle);
  }
}

/**
 * Two 32-bit words for a name: FNV-1a from two starting points, then mixed. The lowest bit of the second is set, so that
 * no name shares its stream with a number.
 */
function hashName(name: string): [number, number] {
  let a = 0x811c9dc5;
  let b = 0x2f0b4c47;
  for (let i = 0; i < name.length; i++) {
    a = Math.imul(a ^ name.charCodeAt(i), 0x01000193);
    b = Math.imul(b ^ name.charCodeAt(i), 0x85ebca6b);
  }
  return [mix(a) >>> 0, (mix(b) | 1) >>> 0];
}

function mix(word: number): number {
  const once = Math.imul(word ^ (word >>> 16), 0x7feb352d);
  return once ^ (once >>> 15);
}
