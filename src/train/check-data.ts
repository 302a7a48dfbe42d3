import { indexOf } from '../array/nested.js';
import type { ArrayDataset, DataArrays, Dataset, Part } from '../data/dataset.js';
import { ValueError } from '../errors.js';
import type { TargetRange } from '../losses/target-range.js';
import type { Objective } from './objective.js';
import type { Trainable } from './trainable.js';

/** What the numbers of one array must be, and how to say so. */
interface Bounds extends TargetRange {
  readonly key: 'x' | 'y';
  readonly index: number;
  readonly place: string;
  readonly expected: string;
  readonly fix: string;
}

/**
 * Refuses numbers that a layer or a loss could only misread: ids outside an embedding's table, class labels outside the
 * classes, targets beyond 0 and 1 where these mean no and yes.
 *
 * @param parts The dataset's parts.
 * @returns A check of arrays with these parts. @throws (the check) ValueError with the place of the first bad number.
 */
export function dataCheck(
  { model, objective }: { model: Trainable; objective?: Objective },
  parts: Pick<Dataset, 'x' | 'y'>,
): (arrays: Pick<DataArrays, 'x' | 'y'>, where: string) => void {
  const all = [...idBounds(model, parts.x), ...targetBounds(model, objective, parts.y)];
  return (arrays, where) => {
    for (const bounds of all) {
      const { data, shape } = arrays[bounds.key][bounds.index];
      const bad = data.findIndex((value: number | bigint) => !isWithin(Number(value), bounds));
      if (bad < 0) continue;
      const got = `${data[bad]} at [${indexOf(bad, shape).join(', ')}]`;
      throw new ValueError(`${where}: ${bounds.place}`, bounds.expected, got, bounds.fix);
    }
  };
}

/** All of it for arrays in memory. */
export function checkArrays(
  host: { model: Trainable; objective?: Objective },
  dataset: ArrayDataset,
  where: string,
): void {
  dataCheck(host, dataset)(dataset.arrays, where);
}

function isWithin(value: number, { least, most, whole, ignored }: TargetRange): boolean {
  if (value === ignored) return true;
  // NaN among plain targets is warned of, as everywhere; it is no id.
  if (Number.isNaN(value)) return !whole;
  return value >= least && value <= most && (!whole || Number.isInteger(value));
}

function idBounds({ inputs, inputIds }: Trainable, x: readonly Part[]): Bounds[] {
  return inputs.flatMap(({ name }, index) => {
    const ids = inputIds?.[index];
    if (ids === undefined || x[index] === undefined) return [];
    return {
      key: 'x' as const,
      index,
      place: x.length === 1 ? 'x' : `x.${name}`,
      least: 0,
      most: ids.count - 1,
      whole: true,
      expected: `ids from 0 to ${ids.count - 1}, as the layer '${ids.path}' knows`,
      fix: 'Count ids from 0, and give the layer an inputDim above the largest.',
    };
  });
}

function targetBounds(model: Trainable, objective: Objective | undefined, y: readonly Part[]): Bounds[] {
  return (objective?.outputs ?? []).flatMap(({ name, loss }, output) => {
    const index = partIndex(model, y, output);
    if (index < 0 || loss?.targets === undefined) return [];
    const target = { dtype: 'float32' as const, shape: ['batch', ...y[index].shape] };
    const range = loss.targets(target, { dtype: 'float32', shape: model.outputs[output].shape });
    if (range === undefined) return [];
    const classes = range.most + 1;
    const [kind, fix] = range.whole
      ? ['labels', `The model's output has ${classes} units: one for each class, counted from 0.`]
      : ['targets', `${loss.name} reads ${range.least} as no and ${range.most} as yes.`];
    return {
      ...range,
      key: 'y' as const,
      index,
      place: model.outputs.length === 1 ? 'y' : `y.${name}`,
      expected: `${kind} from ${range.least} to ${range.most}`,
      fix,
    };
  });
}

/** How many classes the only targets are of, where their loss says so. */
export function classesOf(
  { model, objective }: { model: Trainable; objective: Objective },
  { y }: Pick<Dataset, 'y'>,
): number | undefined {
  const [bounds] = targetBounds(model, objective, y);
  return y.length === 1 && bounds !== undefined ? bounds.most + 1 : undefined;
}

/** Which part of the targets (or weights) belongs to an output: all have one, or those that are named after theirs. */
export function partIndex(model: Trainable, parts: readonly Part[], output: number): number {
  if (parts.length === model.outputs.length) return output;
  return parts.findIndex((part) => part.name === model.outputs[output].name);
}
