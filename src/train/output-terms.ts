import { showShape, sizeOf } from '../array/ndarray.js';
import { ShapeError } from '../errors.js';
import { type Dim, isStatic } from '../graph/dim.js';
import type { Tensor } from '../graph/tensor.js';
import type { MaskedTensor } from '../layers/layer.js';
import { lossMask, lossScale, maskedWeight, weightedSum } from '../losses/reduce.js';
import type { Metric } from '../metrics/define-metric.js';
import { mul } from '../ops/index.js';
import { metricNames } from './log-names.js';
import { names } from './names.js';
import type { OutputObjective } from './objective.js';

/** What one output adds to a step. */
export interface OutputTerms {
  readonly name: string;
  /** Its loss, a scalar, already scaled; undefined if it is not trained on. */
  readonly loss: Tensor | undefined;
  readonly lossWeight: number;
  /** Sums over the batch, for each metric by name. */
  readonly metrics: readonly Readonly<Record<string, Tensor>>[];
  /** The metrics that these sums belong to. */
  readonly metricObjects: readonly Metric[];
  /** Their names in logs. */
  readonly metricNames: readonly string[];
  /** What the sum of the losses is to be multiplied by, for a batch of `size` samples with these weights. */
  scale(size: number, sampleWeight: Float32Array | undefined): number;
}

export interface OutputRequest {
  readonly index: number;
  /** Whether the model has other outputs too. */
  readonly several: boolean;
  /** Shape of one target. */
  readonly target: readonly number[] | undefined;
  /** Shape of one sample's weight. */
  readonly sampleWeight: readonly number[] | undefined;
  readonly feed: (name: string, dtype: 'float32', shape: readonly Dim[]) => Tensor;
}

/** Adds loss and metrics of one output to a step's graph. */
export function outputTerms(
  output: OutputObjective,
  prediction: MaskedTensor,
  { index, several, target, sampleWeight, feed }: OutputRequest,
): OutputTerms {
  const { name, loss, lossWeight, metrics, weightedMetrics } = output;
  if (target === undefined) {
    return {
      name,
      loss: undefined,
      lossWeight,
      metrics: [],
      metricObjects: [],
      metricNames: [],
      scale: () => 0,
    };
  }
  const { tensor: yPred, mask } = prediction;
  const yTrue = feed(names.y(index), 'float32', ['batch', ...target]);
  const weight =
    sampleWeight === undefined
      ? undefined
      : feed(names.sampleWeight(index), 'float32', ['batch', ...sampleWeight]);

  let scaled: Tensor | undefined;
  let scale: OutputTerms['scale'] = () => 0;
  if (loss !== undefined) {
    const values = loss.values(yTrue, yPred);
    const perSample = values.shape.slice(1);
    if (values.shape[0] !== 'batch' || !isStatic(perSample)) {
      throw new ShapeError(`loss ${loss.name}`, 'one value a sample, [batch, …]', showShape(values.shape));
    }
    const counted = lossMask(loss, { yTrue, yPred, mask });
    const sum = weightedSum(values, { weight, mask: counted, reduction: loss.reduction });
    scaled = mul(sum, feed(names.lossScale(index), 'float32', []));
    const count = sizeOf(perSample);
    scale = (size, weights) => lossScale(loss.reduction, { values: size * count, weights });
  }
  const plain = maskedWeight(undefined, mask);
  const weighted = maskedWeight(weight, mask);
  return {
    name,
    loss: scaled,
    lossWeight,
    metrics: [
      ...metrics.map((metric) => metric.sums({ yTrue, yPred, weight: plain })),
      ...weightedMetrics.map((metric) => metric.sums({ yTrue, yPred, weight: weighted })),
    ],
    metricObjects: [...metrics, ...weightedMetrics],
    metricNames: metricNames(output, several),
    scale,
  };
}
