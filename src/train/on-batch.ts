import { NDArray } from '../array/ndarray.js';
import { type ClassWeight, withClassWeight } from '../data/class-weight.js';
import { atRest } from './at-rest.js';
import type { Logs } from './callbacks/callback.js';
import { classesOf } from './check-data.js';
import { arraysFor } from './data-source.js';
import { EpochSums } from './epoch-sums.js';
import type { FitHost } from './fit.js';
import { checkOptionNames } from './fit-options.js';
import { names } from './names.js';
import { requestFor } from './request.js';
import type { Trainer } from './trainer.js';

/** Options of `trainOnBatch` and `testOnBatch`. */
export interface BatchOptions {
  /** What each sample weighs in the loss. */
  sampleWeight?: unknown;
  /** What samples of a class weigh in the loss; in training alone. */
  classWeight?: ClassWeight;
}

/** One run on a whole batch, with an update in `train`. */
export async function onBatch(
  host: FitHost,
  mode: 'train' | 'test',
  data: { x: unknown; y: unknown },
  options: BatchOptions = {},
): Promise<Logs> {
  const where = mode === 'train' ? 'trainOnBatch' : 'testOnBatch';
  checkOptionNames(where, options, ['sampleWeight', 'classWeight']);
  const { trainer, objective, seed } = host;
  const { model } = trainer;
  const { sampleWeight, classWeight } = options;
  let dataset = arraysFor({ ...data, sampleWeight }, { model, objective }, where);
  if (classWeight !== undefined) {
    dataset = withClassWeight(dataset, classWeight, where, classesOf({ model, objective }, dataset));
  }

  const runner = trainer.runner(requestFor(model, dataset, mode));
  const rows = Int32Array.from({ length: dataset.samples }, (_, i) => i);
  if (runner.running !== undefined) await atRest(runner);
  const staged = runner.batch(dataset.samples);
  dataset.gather(rows, staged);
  // Each batch by itself is a new look at its samples, so each gets new masks.
  runner.fillMasks(staged, { seed, pass: trainer.updates, samples: rows });
  trainer.setScales(runner, staged);
  const pending = runner.run(dataset.samples);
  if (pending !== undefined) await pending;
  if (mode === 'train') trainer.update(runner, dataset.samples);
  const sums = new EpochSums(runner.step, runner.results);
  sums.add(runner.results, dataset.samples);
  return sums.logs();
}

/** Outputs of one run on a whole batch. */
export async function predictOnBatch(trainer: Trainer, x: unknown): Promise<NDArray[]> {
  const { model } = trainer;
  const dataset = arraysFor({ x }, { model }, 'predictOnBatch');
  const runner = trainer.runner(requestFor(model, dataset, 'predict'));
  const rows = Int32Array.from({ length: dataset.samples }, (_, i) => i);
  if (runner.running !== undefined) await atRest(runner);
  dataset.gather(rows, { x: runner.batch(dataset.samples).x });
  const pending = runner.run(dataset.samples);
  if (pending !== undefined) await pending;
  return model.outputs.map((_, i) => {
    const { data, shape } = runner.output(names.output(i), dataset.samples);
    return new NDArray(Float32Array.from(data as Float32Array), shape);
  });
}
