import type { ArrayDataset } from '../data/dataset.js';
import { ValueError } from '../errors.js';
import { placeholder } from '../graph/leaf.js';
import type { Objective } from './objective.js';
import type { Trainable } from './trainable.js';

/**
 * Refuses targets that a loss cannot use: none for an output that has a loss, and class labels outside the classes.
 *
 * @throws ValueError with the place of the first bad label.
 */
export function checkTargets(
  objective: Objective,
  data: ArrayDataset,
  model: Trainable,
  where: string,
): void {
  for (const [i, { name, loss }] of objective.outputs.entries()) {
    const target = data.arrays.y[i];
    if (loss?.classes === undefined || target === undefined) continue;
    const { shape } = model.outputs[i];
    const yTrue = placeholder('target', 'float32', ['batch', ...target.shape.slice(1)]);
    const classes = loss.classes(yTrue, { dtype: 'float32', shape });
    if (classes === undefined) continue;
    const bad = target.data.findIndex(
      (label: number | bigint) => !isLabel(Number(label), classes, loss.options.ignoreClass),
    );
    if (bad < 0) continue;
    const place = objective.outputs.length === 1 ? `${where}: y` : `${where}: y.${name}`;
    const fix = `The model's output has ${classes} units: one for each class, counted from 0.`;
    throw new ValueError(place, `labels from 0 to ${classes - 1}`, `${target.data[bad]} at ${bad}`, fix);
  }
}

function isLabel(label: number, classes: number, ignored: unknown): boolean {
  return (
    (Number.isInteger(label) && label >= 0 && label < classes) || label === ignored || Number.isNaN(label)
  );
}
