import { show, ValueError } from '../errors.js';
import type { ArrayDataset } from './dataset.js';
import { type DataSpecs, fromArrays, type UserData } from './from-arrays.js';
import { isWholeArray } from './parts.js';

/** One batch as a user's iterable yields it: `[x]`, `[x, y]`, `[x, y, sampleWeight]`, or a record of these. */
export type UserBatch = readonly [x: unknown, y?: unknown, sampleWeight?: unknown] | UserData;

/**
 * Batches that come one after another: an iterable or async iterable, or a function that makes one. A function, and an
 * iterable that is not its own iterator, start anew for each pass; a generator object can be gone through once.
 */
export type BatchSource =
  | Iterable<UserBatch>
  | AsyncIterable<UserBatch>
  | (() => Iterable<UserBatch> | AsyncIterable<UserBatch> | Promise<Iterable<UserBatch>>);

/** Whether a value that a user passed as `x` yields batches, as opposed to being an array in any form. */
export function isBatchSource(value: unknown): value is BatchSource {
  if (typeof value === 'function') return true;
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value) || ArrayBuffer.isView(value) || isWholeArray(value)) return false;
  return Symbol.iterator in value || Symbol.asyncIterator in value;
}

/**
 * One pass over a source: each batch checked and made a small dataset of its own. The messages name the batch.
 *
 * @example for await (const batch of readBatches(source, specs)) batch.samples;
 */
export async function* readBatches(source: BatchSource, specs: DataSpecs): AsyncGenerator<ArrayDataset> {
  const batches: unknown = typeof source === 'function' ? await source() : source;
  if (!isIterable(batches)) {
    throw new ValueError(
      `${specs.where}: x`,
      'a function that returns an iterable of batches',
      show(batches),
    );
  }
  let index = 0;
  for await (const batch of batches) {
    const where = `${specs.where}: batch ${index}`;
    yield fromArrays(toUserData(batch, where), { ...specs, where });
    index++;
  }
}

/** A plain list of batches is one too, where a function made it: there it cannot be meant as an array of numbers. */
function isIterable(value: unknown): value is Iterable<unknown> | AsyncIterable<unknown> {
  return (
    typeof value === 'object' && value !== null && (Symbol.iterator in value || Symbol.asyncIterator in value)
  );
}

function toUserData(batch: unknown, where: string): UserData {
  if (Array.isArray(batch) && batch.length >= 1 && batch.length <= 3) {
    return { x: batch[0], y: batch[1], sampleWeight: batch[2] };
  }
  if (isWholeArray(batch) || ArrayBuffer.isView(batch)) return { x: batch };
  if (typeof batch === 'object' && batch !== null && 'x' in batch) return batch as UserData;
  const got = Array.isArray(batch) ? `a list of ${batch.length}` : show(batch);
  throw new ValueError(where, '[x, y], [x, y, sampleWeight] or { x, y, sampleWeight }', got);
}
