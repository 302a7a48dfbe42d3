import { showShape } from '../array/ndarray.js';
import type { Dataset, Part } from '../data/dataset.js';
import { ShapeError } from '../errors.js';
import type { StepRequest } from './step-graph.js';
import type { Port, Trainable } from './trainable.js';

/**
 * What kind of step a dataset needs of a model.
 *
 * @throws ShapeError if its samples do not fit the model's inputs.
 */
export function requestFor(model: Trainable, dataset: Dataset, mode: StepRequest['mode']): StepRequest {
  for (const [i, port] of model.inputs.entries()) checkInput(model.name, port, dataset.x[i]);
  return {
    mode,
    targets: model.outputs.map((_, i) => (mode === 'predict' ? undefined : dataset.y[i]?.shape)),
    sampleWeights: model.outputs.map((_, i) =>
      mode === 'predict' ? undefined : dataset.sampleWeight[i]?.shape,
    ),
  };
}

/** One number a sample may come as [N] or [N, 1]. */
function checkInput(model: string, port: Port, { shape }: Part): void {
  const wanted = port.shape.slice(1);
  const withoutOnes = (axes: readonly unknown[]) => axes.filter((axis) => axis !== 1).join();
  const close = Math.abs(wanted.length - shape.length) <= 1 && withoutOnes(wanted) === withoutOnes(shape);
  if (wanted.join() === shape.join() || close) return;
  const size = `samples of shape ${showShape(wanted)}, as its input '${port.name}' has`;
  throw new ShapeError(
    model,
    size,
    `${showShape(shape)}`,
    `Reshape the data, or give the first layer inputShape: ${showShape(shape)}.`,
  );
}
