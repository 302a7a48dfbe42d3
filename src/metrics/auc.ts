import { showShape } from '../array/ndarray.js';
import { ShapeError, show, UnknownNameError, ValueError } from '../errors.js';
import { type Dim, multiplyDims } from '../graph/dim.js';
import { constantOf } from '../graph/leaf.js';
import type { Tensor } from '../graph/tensor.js';
import { expectFlag, expectNumber, expectWhole } from '../losses/check-options.js';
import { fitTargets } from '../losses/fit-ranks.js';
import { epsilon } from '../losses/numbers.js';
import { fitWeight } from '../losses/reduce.js';
import {
  add,
  broadcastTo,
  cast,
  ceil,
  expandDims,
  greater,
  maximum,
  minimum,
  mul,
  reduceSum,
  reshape,
  scatterAdd,
  sigmoid,
  sub,
  where,
} from '../ops/index.js';
import {
  areaUnderCurve,
  type Curve,
  curves,
  type SummationMethod,
  summationMethods,
} from './area-under-curve.js';
import { defineMetric, type MetricFactory } from './define-metric.js';

export interface AucOptions {
  /** How many thresholds from 0 to 1 the curve is drawn with, 2 or more. @default 200 */
  numThresholds?: number;
  /** True against false positive rate ('ROC'), precision against recall ('PR'), or the gains of both. @default 'ROC' */
  curve?: Curve;
  /** How the curve runs between two thresholds. @default 'interpolation' */
  summationMethod?: SummationMethod;
  /** Thresholds of your own, 0 to 1, instead of `numThresholds`. @default null */
  thresholds?: readonly number[] | null;
  /** Whether each output gets its curve, and the areas are averaged. @default false */
  multiLabel?: boolean;
  /** How much each output counts. @default null */
  labelWeights?: readonly number[] | null;
  /** Whether predictions are logits instead of probabilities. @default false */
  fromLogits?: boolean;
}

/**
 * The area under a curve of yes-or-no predictions as the threshold goes from 0 to 1: for ROC the chance that a yes is predicted
 * higher than a no.
 *
 * Predictions are sorted into `numThresholds` buckets as they come (not kept), so the area is exact to about 1 / numThresholds.
 * The graph adds each label's weight to its bucket: one scatter of batch · outputs numbers, whatever the number of thresholds.
 *
 * Shapes: [batch, ..., outputs] twice; [batch, outputs] with `multiLabel`
 */
export const auc: MetricFactory<AucOptions> = defineMetric<AucOptions>({
  type: 'auc',
  direction: 'up',
  defaults: {
    numThresholds: 200,
    curve: 'ROC',
    summationMethod: 'interpolation',
    thresholds: null,
    multiLabel: false,
    labelWeights: null,
    fromLogits: false,
  },
  check: checkAuc,
  sums({ yTrue, yPred, weight }, options) {
    const { multiLabel, labelWeights, fromLogits } = options;
    const [target, prediction] = fitTargets(yTrue, yPred, 'auc');
    const { shape } = prediction;
    const labels = shape.at(-1) as number;
    if (multiLabel && shape.length !== 2) {
      throw new ShapeError('auc: multiLabel', 'predictions of shape [batch, outputs]', showShape(shape));
    }
    if (labelWeights !== null && labelWeights.length !== labels) {
      throw new ShapeError(
        'auc: labelWeights',
        `one number for each of ${labels} outputs`,
        show(labelWeights),
      );
    }
    let weights = weight === undefined ? undefined : fitWeight(weight, prediction, 'sampleWeight');
    if (labelWeights !== null && !multiLabel) {
      const each = constantOf({ dtype: 'float32', shape: [labels], data: Float32Array.from(labelWeights) });
      weights = weights === undefined ? each : mul(weights, each);
    }
    const size = bucketCount(options);
    const buckets = bucketsOf(fromLogits ? sigmoid(prediction) : prediction, options);
    // Each bucket has a place for no and one for yes, each label buckets of its own.
    let places = add(mul(buckets, 2), cast(cast(target, 'bool'), 'float32'));
    if (multiLabel) {
      const starts = Float32Array.from({ length: labels }, (_, label) => label * size * 2);
      places = add(places, constantOf({ dtype: 'float32', shape: [labels], data: starts }));
    }
    const flat: readonly Dim[] = [multiplyDims(shape)];
    const ones = constantOf({ dtype: 'float32', shape: [], data: Float32Array.of(1) });
    const amounts = reshape(broadcastTo(weights ?? ones, shape), flat);
    const ids = cast(reshape(places, flat), 'int32');
    return { buckets: scatterAdd(amounts, ids, [(multiLabel ? labels : 1) * size * 2]) };
  },
  result({ buckets }, options) {
    const length = bucketCount(options) * 2;
    const areas = Array.from({ length: buckets.length / length }, (_, label) =>
      areaUnderCurve(buckets.subarray(label * length, (label + 1) * length), options),
    );
    const weights =
      options.multiLabel && options.labelWeights !== null ? options.labelWeights : areas.map(() => 1);
    const all = weights.reduce((total, each) => total + each, 0);
    return all === 0 ? 0 : areas.reduce((total, area, i) => total + area * weights[i], 0) / all;
  },
});

/** Thresholds in all: those given, one below 0 and one above 1. */
function bucketCount({ numThresholds, thresholds }: Required<AucOptions>): number {
  return thresholds === null ? numThresholds : thresholds.length + 2;
}

/**
 * The last threshold that a prediction is above, counted from 0. With even thresholds, the one below 0 included, that is
 * ⌈p (n - 1)⌉ - 1, at least 0. A prediction above 1 counts as 1, and one that is NaN or
 * below 0 as 0, so none is above the last threshold.
 */
function bucketsOf(p: Tensor, { numThresholds, thresholds }: Required<AucOptions>): Tensor {
  if (thresholds === null) {
    const scaled = mul(minimum(p, 1), numThresholds - 1);
    return where(greater(scaled, 1), sub(ceil(scaled), 1), 0);
  }
  const sorted = [-epsilon, ...thresholds.toSorted((a, b) => a - b)];
  const limits = constantOf({ dtype: 'float32', shape: [sorted.length], data: Float32Array.from(sorted) });
  const passed = reduceSum(cast(greater(expandDims(p, -1), limits), 'float32'), { axes: [-1] });
  return maximum(sub(passed, 1), 0);
}

function checkAuc(options: Required<AucOptions>, where: string): void {
  expectWhole(`${where}: numThresholds`, options.numThresholds, 2);
  if (!curves.includes(options.curve))
    throw new UnknownNameError(`${where}: curve`, 'curve', String(options.curve), curves);
  if (!summationMethods.includes(options.summationMethod)) {
    const got = String(options.summationMethod);
    throw new UnknownNameError(`${where}: summationMethod`, 'method', got, summationMethods);
  }
  if (options.thresholds !== null) {
    if (!Array.isArray(options.thresholds)) {
      throw new ValueError(
        `${where}: thresholds`,
        'an array of numbers from 0 to 1',
        show(options.thresholds),
      );
    }
    for (const each of options.thresholds) expectNumber(`${where}: thresholds`, each, 0, 1);
  }
  for (const each of options.labelWeights ?? []) expectNumber(`${where}: labelWeights`, each, 0);
  expectFlag(`${where}: multiLabel`, options.multiLabel);
  expectFlag(`${where}: fromLogits`, options.fromLogits);
}
