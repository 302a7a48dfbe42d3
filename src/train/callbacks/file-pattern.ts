import { show, UnknownNameError, ValueError } from '../../errors.js';
import { exponential, fixed, repr } from '../progress/python-number.js';

const placeholder = /\{\{|\}\}|\{([^{}:]*)(?::([^{}]*))?\}|[{}]/g;
const format = /^(0?)(\d*)(?:\.(\d+))?([dfe]?)$/;

/**
 * Fills a file name like `{epoch:02d}-{val_loss:.2f}.safetensors`, in the part of Python's format language that such names
 * use: an optional width, with a leading 0 to fill up with zeros, an optional number of decimals, and `d`, `f`, `e` or
 * nothing. `{{` and `}}` are braces.
 *
 * @throws ValueError for another format, UnknownNameError for a name that has no value.
 */
export function fillPattern(
  where: string,
  pattern: string,
  values: Readonly<Record<string, number>>,
): string {
  return pattern.replaceAll(placeholder, (whole, name: string | undefined, spec = '') => {
    if (whole === '{{' || whole === '}}') return whole[0];
    if (name === undefined) throw new ValueError(where, 'every { to have its }', show(pattern));
    if (!Object.hasOwn(values, name)) throw new UnknownNameError(where, 'value', name, Object.keys(values));
    return formatted(where, values[name], whole, spec);
  });
}

/** The names in a pattern. */
export function namesIn(pattern: string): string[] {
  return [...pattern.matchAll(placeholder)].flatMap(([, name]) => (name === undefined ? [] : [name]));
}

function formatted(where: string, value: number, whole: string, spec: string): string {
  const match = format.exec(spec);
  if (
    match === null ||
    (match[4] === 'd' && match[3] !== undefined) ||
    (match[4] === '' && match[3] !== undefined)
  ) {
    throw new ValueError(where, 'a format like {epoch:02d} or {val_loss:.2f}', `'${whole}'`);
  }
  const [, zero, width, digits = '6', type] = match;
  const text =
    type === 'f'
      ? fixed(value, Number(digits))
      : type === 'e'
        ? exponential(value, Number(digits))
        : bare(value);
  if (zero === '') return text.padStart(Number(width));
  const sign = text.startsWith('-') ? '-' : '';
  return sign + text.slice(sign.length).padStart(Number(width) - sign.length, '0');
}

function bare(value: number): string {
  return Number.isInteger(value) ? String(value) : repr(value);
}
