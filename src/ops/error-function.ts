/**
 * The error function in float64, to about 1e-15: its Taylor series for small |x|, and for larger ones the continued
 * fraction of its complement.
 *
 *     erf x = (2/√π) e^(-x²) Σ 2ⁿ x²ⁿ⁺¹ / (1·3·…·(2n+1))        |x| < 2.5
 *     erfc x = e^(-x²)/√π · 1/(x + (1/2)/(x + 1/(x + (3/2)/(x + …))))
 */
export function errorFunction(x: number): number {
  const size = Math.abs(x);
  if (Number.isNaN(x)) return Number.NaN;
  if (size > 6) return Math.sign(x);
  if (size < 2.5) {
    let term = x;
    let sum = x;
    for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
      term *= (2 * x * x) / (2 * n + 1);
      sum += term;
    }
    return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
  }
  let fraction = size;
  for (let k = 80; k >= 1; k--) fraction = size + k / 2 / fraction;
  return Math.sign(x) * (1 - Math.exp(-x * x) / Math.sqrt(Math.PI) / fraction);
}
