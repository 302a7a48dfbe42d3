/** Numbers and the shape that they have. */
export interface Numbers {
  data: ArrayLike<number>;
  shape: readonly number[];
}

/**
 * Throws unless two arrays have one shape and agree: |a - b| ≤ tolerance · max(1, |b|) entry by entry, infinities and NaN
 * being equal only to themselves.
 */
export function expectClose(where: string, got: Numbers, expected: Numbers, tolerance: number): void {
  if (got.shape.join() !== expected.shape.join()) {
    throw new Error(`${where}: expected the shape [${expected.shape}], got [${got.shape}].`);
  }
  for (let i = 0; i < expected.data.length; i++) {
    const a = got.data[i];
    const b = expected.data[i];
    if (Object.is(a, b) || a === b) continue;
    if (Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(b)) && Math.abs(b) !== Number.POSITIVE_INFINITY)
      continue;
    throw new Error(`${where}: expected ${b} at element ${i} of [${expected.shape}], got ${a}.`);
  }
}
