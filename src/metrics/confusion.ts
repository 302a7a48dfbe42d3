import { show, ValueError } from '../errors.js';
import { constantOf } from '../graph/leaf.js';
import type { Tensor } from '../graph/tensor.js';
import { expectNumber, expectWhole } from '../losses/check-options.js';
import { fitTargets } from '../losses/fit-ranks.js';
import { fitWeight } from '../losses/reduce.js';
import {
  and,
  cast,
  equal,
  expandDims,
  greater,
  less,
  not,
  or,
  reduceSum,
  slice,
  where,
} from '../ops/index.js';
import type { MetricCall } from './define-metric.js';

export interface ThresholdOptions {
  /**
   * Predictions above it mean yes, 0 to 1. One number: a log holds one, so several thresholds are several metrics.
   *
   * @default 0.5; with `topK` none
   */
  thresholds?: number | readonly number[] | null;
}

export interface DecisionOptions extends ThresholdOptions {
  /** Counts only the k largest predictions of a sample as yes; null for all. @default null */
  topK?: number | null;
  /** Looks at this output only; null for all. @default null */
  classId?: number | null;
}

/** Refuses bad options of a metric that decides by a threshold. */
export function checkDecision({ thresholds, topK, classId }: DecisionOptions, where: string): void {
  if (Array.isArray(thresholds) && thresholds.length !== 1) {
    const fix = 'Logs hold single numbers: make one metric for each threshold, with a name of its own.';
    throw new ValueError(`${where}: thresholds`, 'one number from 0 to 1', show(thresholds), fix);
  }
  const threshold = thresholdOf(thresholds);
  if (threshold !== null) expectNumber(`${where}: thresholds`, threshold, 0, 1);
  if (topK !== null && topK !== undefined) expectWhole(`${where}: topK`, topK, 1);
  if (classId !== null && classId !== undefined) expectWhole(`${where}: classId`, classId, 0);
}

function thresholdOf(thresholds: DecisionOptions['thresholds']): number | null {
  return typeof thresholds === 'object' && thresholds !== null ? thresholds[0] : (thresholds ?? null);
}

/** Labels and predictions as yes or no, and how much each counts. */
export interface Decisions {
  label: Tensor;
  decided: Tensor;
  weight: Tensor | undefined;
}

/** What labels and predictions say, yes or no: any label but 0 is yes. */
export function decisions(call: MetricCall, options: DecisionOptions, where: string): Decisions {
  const { topK = null, classId = null } = options;
  const [target, prediction] = fitTargets(call.yTrue, call.yPred, where);
  const classes = prediction.shape.at(-1) as number;
  if (classId !== null && classId >= classes) {
    throw new ValueError(`${where}: classId`, `a class from 0 to ${classes - 1}`, String(classId));
  }
  const threshold = thresholdOf(options.thresholds) ?? (topK === null ? 0.5 : null);
  const above = threshold === null ? undefined : greater(prediction, threshold);
  const among = topK === null ? undefined : amongLargest(prediction, topK);
  const decided = above === undefined ? among! : among === undefined ? above : and(above, among);
  const weight = call.weight === undefined ? undefined : fitWeight(call.weight, prediction, 'sampleWeight');
  const label = cast(target, 'bool');
  if (classId === null) return { label, decided, weight };
  const only = (x: Tensor) => slice(x, { axis: -1, start: classId, length: 1 });
  return {
    label: only(label),
    decided: only(decided),
    weight: weight?.shape.at(-1) === classes ? only(weight!) : weight,
  };
}

/**
 * Whether an entry is among the k largest of the last axis; of equal ones the first. Compares each with each:
 * [..., classes, classes] numbers.
 */
function amongLargest(x: Tensor, k: number): Tensor {
  const classes = x.shape.at(-1) as number;
  const shape = [classes, classes];
  const data = Uint8Array.from({ length: classes ** 2 }, (_, i) =>
    i % classes < Math.floor(i / classes) ? 1 : 0,
  );
  const isEarlier = constantOf({ dtype: 'bool', shape, data });
  const [self, other] = [expandDims(x, -1), expandDims(x, -2)];
  const beats = or(greater(other, self), and(equal(other, self), isEarlier));
  return less(reduceSum(cast(beats, 'float32'), { axes: [-1] }), k);
}

/** How much of all there is has this label and this decision. */
export function countWhere({ label, decided, weight }: Decisions, yes: boolean, decidedYes: boolean): Tensor {
  const cell = and(yes ? label : not(label), decidedYes ? decided : not(decided));
  return reduceSum(weight === undefined ? cast(cell, 'float32') : where(cell, weight, 0));
}

/** a / b, and 0 where b is. */
export function share(a: number, b: number): number {
  return b === 0 ? 0 : a / b;
}
