import type { NDArray } from './ndarray.js';
import { indexOf } from './nested.js';

/** The index of the first NaN or infinity of an array, or undefined if every element is a finite number. */
export function findNonFinite(array: NDArray): number[] | undefined {
  const { data } = array;
  if (!(data instanceof Float32Array || data instanceof Float64Array)) return undefined;
  for (let begin = 0; begin < data.length; begin += chunk) {
    const end = Math.min(begin + chunk, data.length);
    // 0 · v is 0 for a finite v and NaN otherwise, so one look at the sum clears the whole chunk.
    let sum = 0;
    for (let i = begin; i < end; i++) sum += 0 * data[i];
    if (sum === 0) continue;
    for (let i = begin; i < end; i++) {
      if (!Number.isFinite(data[i])) return indexOf(i, array.shape);
    }
  }
  return undefined;
}

const chunk = 4096;
