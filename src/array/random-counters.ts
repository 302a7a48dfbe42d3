import { show, ValueError } from '../errors.js';
import type { PhiloxKey } from './philox.js';

/**
 * What random numbers are drawn for. Each purpose has its own counters, so that no two ever share a number:
 *
 * | purpose   | word 0        | word 1          | word 2           | word 3: top byte, rest |
 * | --------- | ------------- | --------------- | ---------------- | ---------------------- |
 * | `shuffle` | element block | 0               | pass             | 1, 0                   |
 * | `init`    | element block | stream          | stream, 2nd half | 2, attempt             |
 * | `dropout` | element block | sample          | epoch            | 3, layer               |
 *
 * The key is the seed. A purpose added later takes the next tag and a row here.
 */
export const purposes = { shuffle: 1, init: 2, dropout: 3 } as const;

export type Purpose = keyof typeof purposes;

/** The counter's last word: the purpose in the top byte, and a number below 2²⁴. */
export function tagged(purpose: Purpose, low: number): number {
  if (!(Number.isInteger(low) && low >= 0 && low < 1 << 24)) {
    throw new ValueError(`random: ${purpose}`, 'a whole number from 0 to 16777215', show(low));
  }
  return (purposes[purpose] << 24) | low;
}

/**
 * The Philox key of a seed: its lower and upper 32 bits, in two's complement for negative seeds.
 * @throws ValueError if the seed is not a whole number that JavaScript holds exactly.
 */
export function seedKey(seed: number): PhiloxKey {
  if (!Number.isSafeInteger(seed)) {
    throw new ValueError('seed', 'a whole number within ±(2^53 - 1)', show(seed), 'Use Math.floor(seed).');
  }
  return [seed >>> 0, Math.floor(seed / 2 ** 32) >>> 0];
}
