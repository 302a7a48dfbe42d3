/**
 * Numbers as Python's formatting writes them, which is what Keras prints. JavaScript differs in three ways: `toFixed` and
 * `toExponential` round an exact half away from zero (Python: to the even neighbour), the exponent has no leading zero, and
 * very large and very small numbers change notation elsewhere.
 */

/** Python's `f'{value:.{digits}f}'`. */
export function fixed(value: number, digits: number): string {
  if (!Number.isFinite(value)) return notFinite(value);
  const size = Math.abs(value);
  // From 10²¹ on `toFixed` changes to exponents; such a number is an integer.
  const text =
    size < 1e21 ? halfToEven(size.toFixed(digits), size.toFixed(100), digits) : whole(size, digits);
  return signOf(value) + text;
}

/** Python's `f'{value:.{digits}e}'`. */
export function exponential(value: number, digits: number): string {
  if (!Number.isFinite(value)) return notFinite(value);
  const size = Math.abs(value);
  const [mantissa, exponent] = size.toExponential(digits).split('e');
  const [exact, exactExponent] = size.toExponential(100).split('e');
  // If rounding up has carried into the exponent (9.5 → 10), the kept digit before was odd: nothing to undo.
  const rounded = exponent === exactExponent ? halfToEven(mantissa, exact, digits) : mantissa;
  const sign = exponent.startsWith('-') ? '-' : '+';
  return `${signOf(value)}${rounded}e${sign}${exponent.slice(1).padStart(2, '0')}`;
}

/** Python's `repr(value)` of a float: the shortest text that reads back as the same number. */
export function repr(value: number): string {
  if (!Number.isFinite(value)) return notFinite(value);
  const [mantissa, power] = Math.abs(value).toExponential().split('e');
  const digits = mantissa.replace('.', '');
  const exponent = Number(power);
  const sign = signOf(value);
  if (exponent < -4 || exponent >= 16) {
    return `${sign}${mantissa}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const integer = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  return `${sign}${integer}.${digits.slice(exponent + 1) || '0'}`;
}

/**
 * `rounded`, or the neighbour below if `exact` lies halfway and that neighbour is even. `exact` has enough digits for this to
 * be certain: a half is a short number, and the doubles next to it differ from it within twenty digits more.
 */
function halfToEven(rounded: string, exact: string, digits: number): string {
  const point = exact.indexOf('.');
  const isHalf = /^50*$/.test(exact.slice(point + 1 + digits));
  if (!isHalf) return rounded;
  const below = digits === 0 ? exact.slice(0, point) : exact.slice(0, point + 1 + digits);
  return Number(below.at(-1)) % 2 === 0 ? below : rounded;
}

function whole(size: number, digits: number): string {
  return BigInt(size).toString() + (digits === 0 ? '' : `.${'0'.repeat(digits)}`);
}

function signOf(value: number): string {
  return value < 0 || Object.is(value, -0) ? '-' : '';
}

function notFinite(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  return value > 0 ? 'inf' : '-inf';
}
