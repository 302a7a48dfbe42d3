import type { Engine } from '../engines/engine.js';
import { type Graph, graph } from '../graph/graph.js';
import { placeholder } from '../graph/leaf.js';
import { simplify } from '../graph/simplify.js';
import type { Metric } from '../metrics/define-metric.js';
import { quickEngines } from './engines.js';
import { type HostArray, prepare } from './run-graph.js';

export interface MetricBatch {
  yTrue: HostArray;
  yPred: HostArray;
  weight: HostArray | null;
}

export interface MetricCase {
  batches: readonly MetricBatch[];
  /** The metric after each batch, over all so far. */
  results: readonly number[];
}

/**
 * Checks a metric: its results after each of several batches, of any sizes, with one graph; on engines, to 1e-6 + 1e-5 of the
 * value.
 *
 * @throws Error saying what differs where.
 */
export async function checkMetric(
  metric: Metric,
  { batches, results }: MetricCase,
  on: readonly Engine[] = quickEngines,
): Promise<void> {
  for (const engine of on) {
    const prepared = await prepare(engine, metricGraph(metric, batches[0]));
    const totals: Record<string, Float64Array> = {};
    let samples = 0;
    for (const [i, { yTrue, yPred, weight }] of batches.entries()) {
      const arrays = { yTrue: rounded(yTrue), yPred: rounded(yPred) };
      const sums = await prepared.run(weight === null ? arrays : { ...arrays, weight: rounded(weight) });
      for (const [name, { data }] of Object.entries(sums)) {
        const sum = name.slice(prefix.length);
        totals[sum] = data.map((value, k) => value + (totals[sum]?.[k] ?? 0));
      }
      samples += yPred.shape[0];
      const got = metric.result(totals, samples);
      const allowed = 1e-6 + 1e-5 * Math.abs(results[i]);
      if (!(Math.abs(got - results[i]) <= allowed)) {
        throw new Error(`${engine.name}: ${metric.name} after batch ${i} is ${got}, expected ${results[i]}`);
      }
    }
    prepared.release();
  }
}

/** Outputs need names that no input has. */
const prefix = 'sum/';

/** The float32 numbers that a training step would see. */
function rounded({ data, shape }: HostArray): HostArray {
  return { data: Float32Array.from(data, Number), shape };
}

function metricGraph(metric: Metric, { yTrue, yPred, weight }: MetricBatch): Graph {
  const input = (name: string, { shape }: HostArray) => ({
    name,
    tensor: placeholder(name, 'float32', ['batch', ...shape.slice(1)]),
  });
  const inputs = [input('yTrue', yTrue), input('yPred', yPred)];
  if (weight !== null) inputs.push(input('weight', weight));
  const [target, prediction, weights] = inputs.map(({ tensor }) => tensor);
  const sums = metric.sums({ yTrue: target, yPred: prediction, weight: weights });
  const outputs = Object.entries(sums).map(([name, tensor]) => ({ name: `${prefix}${name}`, tensor }));
  return simplify(graph(metric.name, inputs, outputs));
}
