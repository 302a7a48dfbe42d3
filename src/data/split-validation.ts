import type { NDArray } from '../array/ndarray.js';
import { sliceRows } from '../array/rows.js';
import { show, ValueError } from '../errors.js';
import type { ArrayDataset, DataArrays } from './dataset.js';
import { arrayDataset } from './from-arrays.js';

/**
 * Puts the last samples aside for validation, before any shuffling, without copying.
 *
 *     training: the first ⌊N (1 - share)⌋ samples        validation: the rest
 *
 * @throws ValueError unless 0 < share < 1 and both sides get a sample.
 */
export function splitValidation(
  dataset: ArrayDataset,
  share: number,
  where = 'fit',
): { training: ArrayDataset; validation: ArrayDataset } {
  const { samples, arrays } = dataset;
  if (!(typeof share === 'number' && share > 0 && share < 1)) {
    throw new ValueError(`${where}: validationSplit`, 'a share between 0 and 1', show(share));
  }
  const cut = Math.floor(samples * (1 - share));
  if (cut === 0 || cut === samples) {
    throw new ValueError(
      `${where}: validationSplit`,
      'a share that leaves samples on both sides',
      `${share} of ${samples} samples, which leaves none for ${cut === 0 ? 'training' : 'validation'}`,
      'Choose another share or add samples.',
    );
  }
  const part = (start: number, end: number): ArrayDataset => {
    const slice = (list: readonly NDArray[]) => list.map((array) => sliceRows(array, start, end));
    const slices: DataArrays = {
      x: slice(arrays.x),
      y: slice(arrays.y),
      sampleWeight: slice(arrays.sampleWeight),
    };
    return arrayDataset(slices, dataset);
  };
  return { training: part(0, cut), validation: part(cut, samples) };
}
