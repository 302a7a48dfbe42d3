/**
 * 1 - βᵗ, what is missing from a running mean that began at zero, with Keras's rounding: β, its power and the difference are
 * each float32. The difference is small at first, so the rounding shows: of β₂ = 0.999 the first, 0.001 exactly, comes out as
 * 0.00099998713. Following Keras to 1e-5 in small weights takes following it here.
 */
export function biasCorrection(beta: number, step: number): number {
  return Math.fround(1 - Math.fround(Math.fround(beta) ** step));
}
