import { type DType, NDArray } from '../array/ndarray.js';
import { toNDArray } from '../array/nested.js';
import { ShapeError, show, UnknownNameError, ValueError } from '../errors.js';

/** What one array of the data is for: an input or an output of a model. */
export interface PartSpec {
  name: string;
  /** The type that the model reads. Data for an integer part must hold whole numbers. @default 'float32' */
  dtype?: DType;
}

/**
 * The arrays of `value`, one for each spec and in their order. With one spec it is an array, `[array]` of NDArrays, or
 * `{ name: array }`; with several, a list of arrays or a record by name.
 *
 * @throws ValueError, ShapeError or UnknownNameError if it does not hold exactly one array, with samples, for each.
 */
export function toParts(value: unknown, specs: readonly PartSpec[], where: string): NDArray[] {
  if (value === undefined || value === null) {
    throw new ValueError(where, 'data', String(value), 'Pass an array with one entry for each sample.');
  }
  return partValues(value, specs, where).map((part, i) => {
    const place = specs.length === 1 ? where : `${where}.${specs[i].name}`;
    const array = toNDArray(part, place, wantsIntegers(specs[i]) ? specs[i].dtype : undefined);
    if (array.shape.length === 0) {
      throw new ShapeError(
        place,
        'an array with one entry for each sample',
        `the single number ${array.data[0]}`,
      );
    }
    if (array.size === 0) throw new ShapeError(place, 'at least one sample', 'an empty array');
    return array;
  });
}

function wantsIntegers({ dtype }: PartSpec): boolean {
  return dtype === 'int32' || dtype === 'int64' || dtype === 'uint8';
}

function partValues(value: unknown, specs: readonly PartSpec[], where: string): unknown[] {
  if (isRecord(value)) return specs.map((_, i) => pick(value, specs, i, where));
  if (specs.length === 1) {
    return Array.isArray(value) && value.length === 1 && isWholeArray(value[0]) ? value : [value];
  }
  if (Array.isArray(value) && value.length === specs.length) return value;
  const names = specs.map((spec) => spec.name);
  throw new ValueError(
    where,
    `${specs.length} arrays, one for each of ${names.join(', ')}`,
    Array.isArray(value) ? `a list of ${value.length}` : isWholeArray(value) ? 'one array' : show(value),
    `Pass [${names.join(', ')}] or { ${names.join(', ')} }.`,
  );
}

function pick(
  record: Record<string, unknown>,
  specs: readonly PartSpec[],
  index: number,
  where: string,
): unknown {
  const names = specs.map((spec) => spec.name);
  const unknown = Object.keys(record).find((key) => !names.includes(key));
  if (unknown !== undefined) throw new UnknownNameError(where, 'part', unknown, names);
  if (record[names[index]] === undefined) {
    throw new ValueError(where, `an array for each of ${names.join(', ')}`, `none for ${names[index]}`);
  }
  return record[names[index]];
}

/** `{ name: array, … }`, as opposed to one array in any form. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    (Object.getPrototypeOf(value) === Object.prototype || Object.getPrototypeOf(value) === null) &&
    !isWholeArray(value)
  );
}

/** Whether a value is certainly one array with a shape, and not a row of numbers or a list of arrays. */
export function isWholeArray(value: unknown): boolean {
  if (value instanceof NDArray) return true;
  return typeof value === 'object' && value !== null && 'data' in value && 'shape' in value;
}
