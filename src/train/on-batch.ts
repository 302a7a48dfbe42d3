import { NDArray } from '../array/ndarray.js';
import { type ClassWeight, withClassWeight } from '../data/class-weight.js';
import type { ArrayDataset } from '../data/dataset.js';
import { fromArrays, requireTargets } from '../data/from-arrays.js';
import type { Logs } from './callbacks/callback.js';
import { checkTargets } from './check-targets.js';
import { dataSpecs } from './data-source.js';
import { EpochSums } from './epoch-sums.js';
import type { FitHost } from './fit.js';
import { checkOptionNames } from './fit-options.js';
import { names } from './names.js';
import { requestFor } from './request.js';
import type { Trainer } from './trainer.js';

/** Options of `trainOnBatch` and `testOnBatch`. */
export interface BatchOptions {
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
  let dataset: ArrayDataset = fromArrays(
    { ...data, sampleWeight: options.sampleWeight },
    dataSpecs(model, where),
  );
  requireTargets(dataset, where);
  checkTargets(objective, dataset, model, where);
  if (options.classWeight !== undefined) dataset = withClassWeight(dataset, options.classWeight, where);

  const runner = trainer.runner(requestFor(model, dataset, mode));
  const rows = Int32Array.from({ length: dataset.samples }, (_, i) => i);
  const staged = runner.batch(dataset.samples);
  dataset.gather(rows, staged);
  // Each batch by itself is a new look at its samples, so each gets new masks.
  runner.fillMasks(staged, { seed, pass: trainer.updates, samples: rows });
  trainer.setScales(runner, staged);
  await runner.run(dataset.samples);
  if (mode === 'train') trainer.update(runner, dataset.samples);
  const sums = new EpochSums(runner.step, runner.results);
  sums.add(runner.results, dataset.samples);
  return sums.logs();
}

/** Outputs of one run on a whole batch. */
export async function predictOnBatch(trainer: Trainer, x: unknown): Promise<NDArray[]> {
  const { model } = trainer;
  const dataset = fromArrays({ x }, dataSpecs(model, 'predictOnBatch'));
  const runner = trainer.runner(requestFor(model, dataset, 'predict'));
  const rows = Int32Array.from({ length: dataset.samples }, (_, i) => i);
  dataset.gather(rows, { x: runner.batch(dataset.samples).x });
  await runner.run(dataset.samples);
  return model.outputs.map((_, i) => {
    const { data, shape } = runner.output(names.output(i), dataset.samples);
    return new NDArray(Float32Array.from(data as Float32Array), shape);
  });
}
