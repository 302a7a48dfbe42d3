import { show, UnknownNameError, ValueError } from '../errors.js';
import type { Tensor } from '../graph/tensor.js';
import { fitRanks } from '../losses/fit-ranks.js';
import { type Spellings, withSpellings } from '../losses/names.js';
import { defineMeanMetric } from './define-mean-metric.js';
import type { AnyMetricFactory, Metric } from './define-metric.js';
import * as builtIn from './index.js';

const aliases = {
  acc: 'accuracy',
  Acc: 'accuracy',
  mse: 'meanSquaredError',
  MSE: 'meanSquaredError',
  mae: 'meanAbsoluteError',
  MAE: 'meanAbsoluteError',
  mape: 'meanAbsolutePercentageError',
  MAPE: 'meanAbsolutePercentageError',
  msle: 'meanSquaredLogarithmicError',
  MSLE: 'meanSquaredLogarithmicError',
  rmse: 'rootMeanSquaredError',
  RMSE: 'rootMeanSquaredError',
  bce: 'binaryCrossentropy',
  BCE: 'binaryCrossentropy',
  kld: 'klDivergence',
  KLD: 'klDivergence',
  KLDivergence: 'klDivergence',
  logcosh: 'logCosh',
  AUC: 'auc',
  LogCoshError: 'logCosh',
  log_cosh_error: 'logCosh',
  fbeta_score: 'fBetaScore',
  ce: 'crossentropy',
} as const;

/** Names of metrics: as exported, as in Keras, and short. */
export type MetricName = Spellings<keyof typeof builtIn> | keyof typeof aliases;

/** A metric as its type and options, as read from JSON. */
export interface MetricConfig {
  type: string;
  options?: Readonly<Record<string, unknown>>;
}

/** A metric of your own, made of ops: a value for each sample, [batch, ...], whose mean is shown under the function's name. */
export type MetricFunction = (yTrue: Tensor, yPred: Tensor) => Tensor;

/** What stands for a metric where one is asked for. */
export type MetricLike = MetricName | Metric | MetricConfig | MetricFunction | AnyMetricFactory;

const byName = withSpellings<AnyMetricFactory, keyof typeof builtIn>({ ...builtIn }, aliases);

/**
 * The metric that a name, a config or a function stands for; a metric is given back as it is. One that is asked for by a name has
 * that very name in logs: `metrics: ['mae']` logs `mae`, as in Keras.
 *
 * @param where The option that asks, for messages.
 * @param custom Factories of metrics that are not built in, for configs.
 * @throws UnknownNameError for a name that is not known.
 */
export function resolveMetric(
  spec: MetricLike,
  where = 'metrics',
  custom: readonly AnyMetricFactory[] = [],
): Metric {
  if (typeof spec === 'function') return 'definition' in spec ? spec() : metricFromFunction(spec);
  if (typeof spec === 'object' && spec !== null && 'sums' in spec) return spec;
  const { type, options } = typeof spec === 'string' ? { type: spec, options: { name: spec } } : (spec ?? {});
  if (typeof type !== 'string') {
    throw new ValueError(where, 'the name of a metric, a metric, its config or a function', show(spec));
  }
  const factory = custom.find((each) => each.type === type) ?? byName.get(type);
  if (factory === undefined) {
    throw new UnknownNameError(where, 'metric', type, [...Object.keys(builtIn), ...Object.keys(aliases)]);
  }
  return factory((options ?? {}) as never);
}

function metricFromFunction(given: MetricFunction): Metric {
  const type = given.name === '' ? 'custom' : given.name;
  const values = (yTrue: Tensor, yPred: Tensor) => given(...fitRanks(yTrue, yPred));
  return defineMeanMetric({ type, direction: 'down', defaults: {}, values })();
}
