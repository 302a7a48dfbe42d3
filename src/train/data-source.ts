import { NDArray, sizeOf, type TypedArray } from '../array/ndarray.js';
import { type ArrayDataset, type Dataset, isDataset, type Part } from '../data/dataset.js';
import { type DataSpecs, fromArrays, requireTargets, type UserData } from '../data/from-arrays.js';
import { type BatchSource, isBatchSource } from '../data/iterable.js';
import { show, ValueError } from '../errors.js';
import { checkArrays, dataCheck } from './check-data.js';
import type { Objective } from './objective.js';
import { checkSamples } from './request.js';
import type { Port, Trainable } from './trainable.js';

/** Who reads data: a model, and what it is trained for where targets are read too. */
export interface DataReader {
  readonly model: Trainable;
  readonly objective?: Objective;
}

/** Batches that come ready, one after another, and what each must be. */
export interface Batches {
  readonly source: BatchSource;
  readonly specs: DataSpecs;
  /** @throws ValueError or ShapeError for a batch that the model can make nothing of. */
  check(batch: ArrayDataset, where: string): void;
}

/** Data as a user passed it, told apart: samples that we cut into batches, or batches that come ready. */
export type Source =
  | { readonly dataset: Dataset & { notes?: readonly string[] }; readonly batches?: undefined }
  | { readonly batches: Batches; readonly dataset?: undefined };

/**
 * What a user's data is, after every check that can be made before any work.
 *
 * @throws ValueError or ShapeError for data that cannot be read, naming the place.
 */
export function dataSource(data: UserData, reader: DataReader, where: string): Source {
  const check = (arrays: ArrayDataset, place: string) => checkDataset(arrays, reader, place);
  if (isDataset(data.x) || isBatchSource(data.x)) {
    refuseBeside(data, where);
    if (isBatchSource(data.x)) return { batches: { source: data.x, specs: dataSpecs(reader, where), check } };
    checkSamples(reader.model, data.x, `${where}: x`);
    if ('arrays' in data.x) check(data.x as ArrayDataset, where);
    return { dataset: 'arrays' in data.x ? data.x : checkedRows(data.x, reader, where) };
  }
  return { dataset: arraysFor(data, reader, where) };
}

/** A user's arrays as a dataset, after every check that can be made before any work. */
export function arraysFor(data: UserData, reader: DataReader, where: string): ArrayDataset {
  const dataset = fromArrays(data, dataSpecs(reader, where));
  checkDataset(dataset, reader, where);
  return dataset;
}

function checkDataset(dataset: ArrayDataset, reader: DataReader, where: string): void {
  checkSamples(reader.model, dataset, `${where}: x`);
  if (reader.objective !== undefined) requireTargets(dataset, where);
  checkArrays(reader, dataset, where);
}

/** The parts that a model reads, for messages and checks. */
function dataSpecs({ model, objective }: DataReader, where: string): DataSpecs {
  const part = ({ name, dtype }: Port) => ({ name, dtype });
  const outputs = model.outputs.map(({ name }, i) => {
    const { loss, metrics = [], weightedMetrics = [] } = objective?.outputs[i] ?? {};
    const unused =
      objective !== undefined && loss === undefined && metrics.length + weightedMetrics.length === 0;
    return { name, unused };
  });
  return { where, inputs: model.inputs.map(part), outputs };
}

function refuseBeside({ y, sampleWeight }: UserData, where: string): void {
  for (const [name, value] of Object.entries({ y, sampleWeight })) {
    if (value === undefined || value === null) continue;
    throw new ValueError(
      `${where}: ${name}`,
      'none beside data that brings its own',
      show(value),
      `Leave ${name} out, or pass x as an array.`,
    );
  }
}

/** A dataset of the user's own kind: its numbers are seen only as batches are gathered, and checked there. */
function checkedRows(dataset: Dataset, reader: DataReader, where: string): Dataset {
  const check = dataCheck(reader, dataset);
  const arrays = (parts: readonly Part[], buffers: readonly TypedArray[] = [], rows: number) =>
    buffers.map((data, i) => {
      const shape = [rows, ...parts[i].shape];
      return new NDArray(data.subarray(0, sizeOf(shape)) as TypedArray, shape);
    });
  return {
    samples: dataset.samples,
    x: dataset.x,
    y: dataset.y,
    sampleWeight: dataset.sampleWeight,
    gather(rows, into) {
      dataset.gather(rows, into);
      const y = into.y === undefined ? undefined : arrays(dataset.y, into.y, rows.length);
      check({ x: arrays(dataset.x, into.x, rows.length), y: y ?? [] }, where);
    },
  };
}
