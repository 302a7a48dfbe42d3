import { show, UnknownNameError, ValueError } from '../errors.js';
import type { Tensor } from '../graph/tensor.js';

/** Options that every metric takes. */
export interface MetricOptions {
  /** Its name in logs and History. @default the name it was asked for by, or its type */
  name?: string;
}

/** What a metric sees of a batch. */
export interface MetricCall {
  yTrue: Tensor;
  yPred: Tensor;
  /** Weights (and masks) of the samples, of a shape that broadcasts to the values' one; undefined where all weigh 1. */
  weight: Tensor | undefined;
}

/** Sums over an epoch by name: float64, one entry or a vector. */
export type MetricSums = Readonly<Record<string, Float64Array>>;

/**
 * A number that tells how good predictions are. The graph computes sums over a batch; the sums of an epoch's batches are added
 * in float64 and only then divided, so a partial batch counts for what it is. `{ type, options }` is its config.
 */
export interface Metric {
  readonly type: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly name: string;
  /** Which way is better. */
  readonly direction: 'up' | 'down';
  /** The sums over a batch, by name: scalars or vectors. */
  sums(call: MetricCall): Record<string, Tensor>;
  /**
   * The metric from the sums over an epoch.
   *
   * @param samples How many samples the sums are over. The host knows it, so no graph has to count.
   */
  result(sums: MetricSums, samples: number): number;
}

export interface MetricDefinition<Options> {
  type: string;
  direction: 'up' | 'down';
  defaults: Required<Options>;
  check?(options: Required<Options>, where: string): void;
  sums(call: MetricCall, options: Required<Options>): Record<string, Tensor>;
  result(sums: MetricSums, options: Required<Options>, samples: number): number;
}

/** Makes a metric from options. */
export interface MetricFactory<Options extends object = object> {
  (options?: Options & MetricOptions): Metric;
  readonly type: string;
  readonly definition: MetricDefinition<Options>;
}

/** A factory of some metric, its options not checked by the compiler. */
export interface AnyMetricFactory {
  (options?: never): Metric;
  readonly type: string;
  readonly definition: object;
}

/**
 * Makes a metric's factory from its definition. Metrics of your own are made the same way.
 *
 * @example
 * const norm = defineMetric<object>({
 *   type: 'norm',
 *   direction: 'down',
 *   defaults: {},
 *   sums: ({ yPred }) => ({ squares: ops.reduceSum(ops.square(yPred)) }),
 *   result: ({ squares }) => Math.sqrt(squares[0]),
 * });
 * model.compile({ loss: 'mse', metrics: [norm()] });
 */
export function defineMetric<Options extends object>(
  definition: MetricDefinition<Options>,
): MetricFactory<Options> {
  const { type, defaults, direction } = definition;
  const known = [...Object.keys(defaults), 'name'];
  const make = (given?: Options & MetricOptions): Metric => {
    for (const name of Object.keys(given ?? {})) {
      if (!known.includes(name)) throw new UnknownNameError(type, 'option', name, known);
    }
    const options = { ...defaults, ...given } as Required<Options> & MetricOptions;
    const { name = type } = options;
    if (typeof name !== 'string') throw new ValueError(`${type}: name`, 'a string', show(name));
    definition.check?.(options, type);
    return {
      type,
      options,
      name,
      direction,
      sums: (call) => definition.sums(call, options),
      result: (sums, samples) => definition.result(sums, options, samples),
    };
  };
  return Object.assign(make, { type, definition });
}
