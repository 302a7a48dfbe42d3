import { showShape } from '../array/ndarray.js';
import type { Dataset, Part } from '../data/dataset.js';
import { ShapeError } from '../errors.js';
import { partIndex } from './check-data.js';
import type { StepRequest } from './step-graph.js';
import type { Port, Trainable } from './trainable.js';

/**
 * What kind of step a dataset needs of a model.
 *
 * @throws ShapeError if its samples do not fit the model's inputs.
 */
export function requestFor(model: Trainable, dataset: Dataset, mode: StepRequest['mode']): StepRequest {
  checkSamples(model, dataset, model.name);
  const shapes = (parts: readonly Part[]) =>
    model.outputs.map((_, i) => (mode === 'predict' ? undefined : parts[partIndex(model, parts, i)]?.shape));
  return { mode, targets: shapes(dataset.y), sampleWeights: shapes(dataset.sampleWeight) };
}

/** @throws ShapeError if a dataset's samples do not fit the model's inputs. */
export function checkSamples(model: Trainable, { x }: Pick<Dataset, 'x'>, where: string): void {
  if (x.length !== model.inputs.length) {
    throw new ShapeError(where, `${model.inputs.length} arrays, one for each input`, `${x.length}`);
  }
  for (const [i, port] of model.inputs.entries()) checkInput(port, x[i], where);
}

/** As in Keras, a last axis of one may be there or not: one number a sample comes as [N] or [N, 1]. */
function checkInput({ name, shape: whole }: Port, { shape }: Part, where: string): void {
  const wanted = whole.slice(1);
  const [long, short] = wanted.length > shape.length ? [wanted, shape] : [shape, wanted];
  if (wanted.join() === shape.join() || long.join() === [...short, 1].join()) return;
  const size = `samples of shape ${showShape(wanted)}, as the input '${name}' has`;
  const got = shape.length === 0 ? 'single numbers' : showShape(shape);
  const fix = `Reshape the data, or give the first layer inputShape: ${showShape(shape.length === 0 ? [1] : shape)}.`;
  throw new ShapeError(where, size, got, fix);
}
