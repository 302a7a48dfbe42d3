import { NDArray } from '../array/ndarray.js';
import { rowSizeOf } from '../array/rows.js';
import { ShapeError, show, ValueError } from '../errors.js';
import type { ArrayDataset } from './dataset.js';
import { arrayDataset } from './from-arrays.js';

/** How much the samples of a class count: `{ 0: 1, 1: 4.5 }`. A class that is not named counts 1. */
export type ClassWeight = Readonly<Record<number, number>>;

/**
 * The dataset with each sample weighted by its class. The class is the label, of shape [N] or [N, 1], or the place of the
 * largest entry, of shape [N, classes].
 *
 * @param classes How many classes there are, where that is known: keys beyond are refused.
 * @throws ValueError for other keys than classes, weights that are not numbers, several outputs, or sample weights beside.
 */
export function withClassWeight(
  dataset: ArrayDataset,
  classWeight: ClassWeight,
  where = 'fit',
  classes?: number,
): ArrayDataset {
  const place = `${where}: classWeight`;
  if (dataset.sampleWeight.length > 0) {
    throw new ValueError(
      place,
      'either classWeight or sampleWeight',
      'both',
      'Multiply them into sampleWeight.',
    );
  }
  if (dataset.y.length !== 1) {
    throw new ValueError(
      place,
      'a model with one output',
      `${dataset.y.length}`,
      'Use sampleWeight for each output.',
    );
  }
  const labels = dataset.arrays.y[0];
  if (labels.shape.length > 2) {
    throw new ShapeError(
      place,
      'labels of shape [N], [N, 1] or [N, classes]',
      `[${labels.shape.join(', ')}]`,
    );
  }
  const weights = checkedWeights(
    classWeight,
    classes ?? (rowSizeOf(labels) > 1 ? rowSizeOf(labels) : undefined),
    place,
  );
  const data = new Float32Array(dataset.samples);
  for (let i = 0; i < data.length; i++) data[i] = weights.get(classOf(labels, i)) ?? 1;
  const sampleWeight = [new NDArray(data, [data.length])];
  return arrayDataset(
    { ...dataset.arrays, sampleWeight },
    { ...dataset, sampleWeight: dataset.y },
    dataset.notes,
  );
}

function checkedWeights(
  classWeight: ClassWeight,
  classes: number | undefined,
  where: string,
): Map<number, number> {
  if (typeof classWeight !== 'object' || classWeight === null || Symbol.iterator in classWeight) {
    throw new ValueError(
      where,
      'a record from class to weight',
      show(classWeight),
      'Write { 0: 1, 1: 4.5 }.',
    );
  }
  const known =
    classes === undefined ? 'a class, a whole number from 0 up' : `a class from 0 to ${classes - 1}`;
  return new Map(
    Object.entries(classWeight).map(([key, weight]) => {
      const label = Number(key);
      if (!(Number.isInteger(label) && label >= 0 && (classes === undefined || label < classes))) {
        throw new ValueError(where, known, `the key ${show(key)}`);
      }
      if (!(typeof weight === 'number' && Number.isFinite(weight) && weight >= 0)) {
        throw new ValueError(`${where}[${key}]`, 'a number from 0 up', show(weight));
      }
      return [label, weight];
    }),
  );
}

function classOf({ data, shape }: NDArray, row: number): number {
  const classes = shape.length === 2 ? shape[1] : 1;
  if (classes === 1) return Math.round(Number(data[row]));
  let best = 0;
  for (let i = 1; i < classes; i++) if (data[row * classes + i] > data[row * classes + best]) best = i;
  return best;
}
