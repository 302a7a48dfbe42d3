import { show, UnknownNameError, ValueError } from '../errors.js';
import { type LossLike, resolveLoss } from '../losses/resolve.js';
import { type MetricLike, resolveMetric } from '../metrics/resolve.js';
import type { Optimizer } from '../optimizers/optimizer.js';
import { type OptimizerLike, resolveOptimizer } from '../optimizers/resolve-optimizer.js';
import { checkOptionNames } from './fit-options.js';
import type { Objective } from './objective.js';

/** One for the only output, one for each by list, or some by output name. */
export type PerOutput<T> = T | readonly (T | null | undefined)[] | Readonly<Record<string, T>>;

/** Options of `compile`. Names and defaults are Keras's. */
export interface CompileOptions {
  /** How weights follow gradients: a name, or an optimizer with options. @default 'rmsprop' */
  optimizer?: OptimizerLike;
  /** What to make small: a name, a loss with options or a function; for several outputs a list, or a record by output name. */
  loss?: PerOutput<LossLike>;
  /** Multiplies each output's loss in the sum. @default 1 */
  lossWeights?: number | readonly number[] | Readonly<Record<string, number>>;
  /** Metrics that count every sample alike: a list, for several outputs a list of lists or lists by output name. @default [] */
  metrics?:
    | readonly MetricLike[]
    | readonly (readonly MetricLike[])[]
    | Readonly<Record<string, MetricLike | readonly MetricLike[]>>;
  /** Metrics that count samples by their weights. @default [] */
  weightedMetrics?: CompileOptions['metrics'];
  /** Threads of one run; `'auto'` measures one against all cores. @default 'auto' */
  threads?: number | 'auto';
}

/** What `compile` settles. */
export interface Compiled {
  readonly optimizer: Optimizer;
  readonly objective: Objective;
  readonly threads: number | 'auto';
}

/** @throws UnknownNameError for a loss, metric or optimizer that is not known. */
export function compile(outputs: readonly string[], options: CompileOptions): Compiled {
  checkOptionNames('compile', options, [
    'optimizer',
    'loss',
    'lossWeights',
    'metrics',
    'weightedMetrics',
    'threads',
  ]);
  const {
    optimizer = 'rmsprop',
    loss,
    lossWeights,
    metrics = [],
    weightedMetrics = [],
    threads = 'auto',
  } = options;
  if (threads !== 'auto' && !(Number.isInteger(threads) && threads >= 1)) {
    throw new ValueError('compile: threads', "a whole number from 1 up, or 'auto'", show(threads));
  }
  const losses = perOutput('compile: loss', loss, outputs);
  const weights = perOutput('compile: lossWeights', lossWeights, outputs);
  const odd = weights.find((weight) => weight !== undefined && !Number.isFinite(weight));
  if (odd !== undefined) throw new ValueError('compile: lossWeights', 'numbers', show(odd));
  const lists = (where: string, value: CompileOptions['metrics']) =>
    metricLists(where, value, outputs).map((list) => list.map((each) => resolveMetric(each, where)));
  const plain = lists('compile: metrics', metrics);
  const weighted = lists('compile: weightedMetrics', weightedMetrics);
  if (losses.every((each) => each === undefined)) {
    throw new ValueError(
      'compile: loss',
      'a loss to make small',
      'none',
      "Give one, such as loss: 'meanSquaredError'.",
    );
  }
  return {
    optimizer: resolveOptimizer(optimizer, 'compile: optimizer'),
    threads,
    objective: {
      outputs: outputs.map((name, i) => ({
        name,
        loss: losses[i] === undefined ? undefined : resolveLoss(losses[i], 'compile: loss'),
        lossWeight: weights[i] ?? 1,
        metrics: plain[i],
        weightedMetrics: weighted[i],
      })),
    },
  };
}

/** One value for each output; one alone goes for all of them. */
function perOutput<T>(
  where: string,
  value: PerOutput<T> | undefined,
  outputs: readonly string[],
): (T | undefined)[] {
  if (value === undefined || value === null) return outputs.map(() => undefined);
  if (Array.isArray(value)) {
    if (value.length !== outputs.length)
      throw new ValueError(where, `${outputs.length} entries, one for each output`, `${value.length}`);
    return value.map((each: T | null | undefined) => each ?? undefined);
  }
  if (isRecordOfOutputs(value, outputs)) return outputs.map((name) => (value as Record<string, T>)[name]);
  if (isPlainRecord(value)) {
    const odd = Object.keys(value).find((name) => !outputs.includes(name));
    if (odd !== undefined) throw new UnknownNameError(where, 'output', odd, outputs);
  }
  return outputs.map(() => value as T);
}

function metricLists(
  where: string,
  value: CompileOptions['metrics'],
  outputs: readonly string[],
): MetricLike[][] {
  if (Array.isArray(value)) {
    const nested = value.some((each: unknown) => Array.isArray(each));
    if (outputs.length === 1) return [value.flat() as MetricLike[]];
    if (value.length === 0) return outputs.map(() => []);
    if (!nested && value.length !== outputs.length) return outputs.map(() => [...value] as MetricLike[]);
    if (value.length !== outputs.length)
      throw new ValueError(where, `${outputs.length} lists, one for each output`, `${value.length}`);
    return value.map((each: MetricLike | MetricLike[] | null) =>
      each === null ? [] : ([each].flat() as MetricLike[]),
    );
  }
  if (typeof value !== 'object' || value === null)
    throw new ValueError(where, 'a list of metrics', show(value), "Write a list, such as ['accuracy'].");
  const odd = Object.keys(value).find((name) => !outputs.includes(name));
  if (odd !== undefined) throw new UnknownNameError(where, 'output', odd, outputs);
  const record = value as Record<string, MetricLike | MetricLike[]>;
  return outputs.map((name) => (record[name] === undefined ? [] : ([record[name]].flat() as MetricLike[])));
}

function isPlainRecord(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !('type' in value) && !('values' in value);
}

function isRecordOfOutputs(value: unknown, outputs: readonly string[]): boolean {
  return isPlainRecord(value) && Object.keys(value as object).every((name) => outputs.includes(name));
}
