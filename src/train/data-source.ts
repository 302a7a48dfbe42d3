import { type Dataset, isDataset } from '../data/dataset.js';
import { type DataSpecs, fromArrays } from '../data/from-arrays.js';
import { type BatchSource, isBatchSource } from '../data/iterable.js';
import type { Port, Trainable } from './trainable.js';

/** Data as a user passed it, told apart: samples that we cut into batches, or batches that come ready. */
export type Source =
  | { readonly dataset: Dataset & { notes?: readonly string[] }; readonly batches?: undefined }
  | { readonly batches: BatchSource; readonly dataset?: undefined };

/** The parts that a model reads, for messages and checks. */
export function dataSpecs(model: Trainable, where: string): DataSpecs {
  const part = ({ name, dtype }: Port) => ({ name, dtype });
  return { where, inputs: model.inputs.map(part), outputs: model.outputs.map(({ name }) => ({ name })) };
}

/** @throws ValueError for data that cannot be read, naming the place. */
export function dataSource(
  data: { x: unknown; y?: unknown; sampleWeight?: unknown },
  model: Trainable,
  where: string,
): Source {
  if (isDataset(data.x)) return { dataset: data.x };
  if (isBatchSource(data.x)) return { batches: data.x };
  return { dataset: fromArrays(data, dataSpecs(model, where)) };
}
