import { withClassWeight } from '../data/class-weight.js';
import { type ArrayDataset, isDataset } from '../data/dataset.js';
import type { UserData } from '../data/from-arrays.js';
import { isBatchSource } from '../data/iterable.js';
import { isRecord } from '../data/parts.js';
import { splitValidation } from '../data/split-validation.js';
import { show, ValueError } from '../errors.js';
import { type BatchFeed, iterableFeed, plannedFeed } from './batch-feed.js';
import { classesOf } from './check-data.js';
import { dataSource, type Source } from './data-source.js';
import type { FitOptions } from './fit-options.js';
import type { Objective } from './objective.js';
import { requestFor } from './request.js';
import type { Trainer } from './trainer.js';

/** The data to train on, and to validate on, checked against the model. */
export function fitData(
  { trainer, objective }: { trainer: Trainer; objective: Objective },
  { x, y }: { x: unknown; y: unknown },
  { sampleWeight, classWeight, validationSplit = 0, validationData }: FitOptions,
): { training: Source; validation: Source | undefined } {
  const { model } = trainer;
  const reader = { model, objective };
  let training: Source = dataSource({ x, y, sampleWeight }, reader, 'fit');
  let validation: Source | undefined;
  if (validationData !== undefined && validationData !== null) {
    validation = dataSource(validationParts(validationData), reader, 'fit: validationData');
  } else if (validationSplit > 0) {
    if (training.dataset === undefined || !('arrays' in training.dataset)) {
      throw new ValueError(
        'fit: validationSplit',
        'arrays that can be cut',
        'data that comes in batches',
        'Pass validationData.',
      );
    }
    const parts = splitValidation(training.dataset as ArrayDataset, validationSplit);
    training = { dataset: parts.training };
    validation = { dataset: parts.validation };
  }
  if (classWeight !== undefined) {
    if (training.dataset === undefined || !('arrays' in training.dataset)) {
      throw new ValueError(
        'fit: classWeight',
        'arrays of labels',
        'data that comes in batches',
        'Yield sample weights.',
      );
    }
    const arrays = training.dataset as ArrayDataset;
    training = { dataset: withClassWeight(arrays, classWeight, 'fit', classesOf(reader, arrays)) };
  }
  for (const source of [training, validation]) {
    // Tracing the steps here finds shapes that do not fit before anything has run.
    if (source?.dataset !== undefined) {
      trainer.runner(requestFor(model, source.dataset, source === training ? 'train' : 'test'));
    }
  }
  return { training, validation };
}

/** `[x, y]`, `[x, y, sampleWeight]`, the same as a record, or what brings all of them. */
function validationParts(value: unknown): UserData {
  if (isDataset(value) || isBatchSource(value)) return { x: value };
  if (Array.isArray(value) && (value.length === 2 || value.length === 3)) {
    return { x: value[0], y: value[1], sampleWeight: value[2] };
  }
  if (isRecord(value) && 'x' in value && 'y' in value) return value as unknown as UserData;
  const got = Array.isArray(value) ? `a list of ${value.length}` : show(value);
  throw new ValueError('fit: validationData', '[x, y] or [x, y, sampleWeight]', got);
}

/** The batches to train on. */
export function trainingFeed(
  source: Source,
  { batchSize, stepsPerEpoch, shuffle = true }: FitOptions,
  {
    initialEpoch,
    epochs,
    seed,
    firstPass,
    note,
  }: {
    initialEpoch: number;
    epochs: number;
    seed: number;
    firstPass: number;
    note: (line: string) => void;
  },
): BatchFeed {
  if (source.dataset === undefined) {
    if (batchSize !== undefined) {
      const fix = 'The data cuts its own batches: leave batchSize out.';
      throw new ValueError('fit: batchSize', 'none for data that comes in batches', String(batchSize), fix);
    }
    return iterableFeed(source.batches, { steps: stepsPerEpoch, initialEpoch, note });
  }
  const plan = { batchSize, epochs, initialEpoch, stepsPerEpoch, where: 'fit' };
  return plannedFeed(source.dataset, plan, { shuffle, seed, firstPass });
}

/** The batches of one validation: in the order of the data, of the training's size if no other was given. */
export function validationFeed(
  source: Source,
  { validationBatchSize, validationSteps }: FitOptions,
  { batchSize }: BatchFeed,
): BatchFeed {
  if (source.dataset === undefined) {
    return iterableFeed(source.batches, { steps: validationSteps });
  }
  const size = validationBatchSize ?? batchSize ?? undefined;
  const options = { batchSize: size, stepsPerEpoch: undefined, where: 'fit: validation' };
  return plannedFeed(source.dataset, options, { shuffle: false, seed: 0, firstPass: 0 });
}
