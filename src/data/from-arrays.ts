import type { NDArray } from '../array/ndarray.js';
import { findNonFinite } from '../array/non-finite.js';
import { copyRows, rowSizeOf } from '../array/rows.js';
import { ShapeError, ValueError } from '../errors.js';
import type { ArrayDataset, BatchBuffers, DataArrays, Part } from './dataset.js';
import { isWholeArray, type PartSpec, toParts } from './parts.js';
import { type OutputSpec, ofUsedOutputs } from './used-outputs.js';

/** What a user passes to `fit`: arrays in any form, one or several by list or by name. */
export interface UserData {
  x: unknown;
  y?: unknown;
  /** One weight for each sample, for all outputs or for each. */
  sampleWeight?: unknown;
}

/** What a model wants of its data. */
export interface DataSpecs {
  /** Who asks, for messages: `fit`. */
  where: string;
  inputs: readonly PartSpec[];
  /** The targets of the outputs; the dataset holds those that are used. */
  outputs: readonly OutputSpec[];
}

/**
 * A dataset of a user's arrays, after every check that needs no model: all parts there and of one length, rows of one length,
 * nothing but numbers. NaN and infinity are told in `notes`, with the place of the first.
 *
 * @throws ValueError or ShapeError, before any work is done.
 */
export function fromArrays(data: UserData, { where, inputs, outputs: all }: DataSpecs): ArrayDataset {
  const outputs = all.filter((output) => !output.unused);
  const x = toParts(data.x, inputs, `${where}: x`);
  const samples = x[0].shape[0];
  checkLengths(x, inputs, samples, `${where}: x`, `as in ${inputs[0].name}`);
  const given = data.y !== undefined && data.y !== null;
  const y = given ? toParts(ofUsedOutputs(data.y, all), outputs, `${where}: y`) : [];
  checkLengths(y, outputs, samples, `${where}: y`, 'as in x');
  const weights = given ? ofUsedOutputs(data.sampleWeight, all) : undefined;
  const sampleWeight = toWeights(weights, outputs, samples, `${where}: sampleWeight`);
  const arrays = { x, y, sampleWeight };
  const names = { x: inputs, y: outputs, sampleWeight: outputs };
  return arrayDataset(arrays, names, nonFiniteNotes(arrays, names, where));
}

/** Weights for each output; a single array goes for all of them. None given: none. */
function toWeights(value: unknown, outputs: readonly PartSpec[], samples: number, where: string): NDArray[] {
  if (value === undefined || value === null) return [];
  const specs = outputs.map(({ name }) => ({ name }));
  const forAll = outputs.length > 1 && (isWholeArray(value) || ArrayBuffer.isView(value) || isFlat(value));
  const weights = forAll ? toParts(value, [specs[0]], where) : toParts(value, specs, where);
  checkLengths(weights, forAll ? [specs[0]] : specs, samples, where, 'one for each sample');
  return specs.map((_, i) => weights[forAll ? 0 : i]);
}

function isFlat(value: unknown): boolean {
  return Array.isArray(value) && typeof value[0] === 'number';
}

function checkLengths(
  arrays: readonly NDArray[],
  specs: readonly PartSpec[],
  samples: number,
  where: string,
  why: string,
): void {
  for (const [i, { shape }] of arrays.entries()) {
    if (shape[0] === samples) continue;
    const place = specs.length === 1 ? where : `${where}.${specs[i].name}`;
    throw new ShapeError(
      place,
      `${samples} samples, ${why}`,
      `${shape[0]}`,
      'Every array needs one entry for each sample.',
    );
  }
}

/** The names of a dataset's parts. */
type Names = { [K in keyof DataArrays]: readonly { name: string }[] };

/** A dataset of arrays that are known to fit together. */
export function arrayDataset(arrays: DataArrays, names: Names, notes: readonly string[] = []): ArrayDataset {
  const parts = (key: keyof DataArrays): Part[] =>
    arrays[key].map(({ shape, dtype }, i) => ({ name: names[key][i].name, shape: shape.slice(1), dtype }));
  const lists = (['x', 'y', 'sampleWeight'] as const).map((key) => ({
    key,
    sources: arrays[key].map((array) => ({ data: array.data, size: rowSizeOf(array) })),
  }));
  return {
    samples: arrays.x[0].shape[0],
    x: parts('x'),
    y: parts('y'),
    sampleWeight: parts('sampleWeight'),
    arrays,
    notes,
    gather(rows: Int32Array, into: BatchBuffers): void {
      for (const { key, sources } of lists) {
        const buffers = into[key];
        if (buffers === undefined) continue;
        for (let i = 0; i < sources.length; i++) copyRows(sources[i].data, sources[i].size, rows, buffers[i]);
      }
    },
  };
}

function nonFiniteNotes(arrays: DataArrays, names: Names, where: string): string[] {
  const notes: string[] = [];
  for (const key of ['x', 'y', 'sampleWeight'] as const) {
    for (const [i, array] of arrays[key].entries()) {
      const index = findNonFinite(array);
      if (index === undefined) continue;
      const place = arrays[key].length === 1 ? key : `${key}.${names[key][i].name}`;
      const value = array.data[index.reduce((offset, at, axis) => offset * array.shape[axis] + at, 0)];
      notes.push(
        `${where}: ${place} holds ${value} at [${index.join(', ')}], the first of its values that is not a finite number. ` +
          'Every result that it touches becomes NaN.',
      );
    }
  }
  return notes;
}

/** @throws ValueError if a dataset has no targets. */
export function requireTargets(dataset: ArrayDataset, where: string): void {
  if (dataset.y.length > 0) return;
  throw new ValueError(`${where}: y`, 'targets', 'none', 'Pass y, one entry for each sample of x.');
}
