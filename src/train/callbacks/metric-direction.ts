/**
 * Whether less or more of a metric is better, told by its name; undefined if the name does not tell.
 *
 * Looks at the end of the name without `val_`, separators and a counter, so that `output_1_binary_accuracy`,
 * `val_binaryAccuracy_2` and `acc` are all accuracies. The same for all of Keras's metrics that have a direction.
 */
export function metricDirection(name: string): 'min' | 'max' | undefined {
  const plain = name.replace(/^val_/, '').replace(/_\d+$/, '').replaceAll('_', '').toLowerCase();
  if (more.some((ending) => plain.endsWith(ending))) return 'max';
  if (less.some((ending) => plain.endsWith(ending))) return 'min';
  return undefined;
}

const more = [
  'accuracy',
  'acc',
  'auc',
  'precision',
  'recall',
  'precisionatrecall',
  'recallatprecision',
  'sensitivityatspecificity',
  'specificityatsensitivity',
  'f1score',
  'f1',
  'fbetascore',
  'r2',
  'r2score',
  'cosinesimilarity',
  'pearsoncorrelation',
  'concordancecorrelation',
  'iou',
];

const less = [
  'loss',
  'error',
  'mae',
  'mse',
  'rmse',
  'mape',
  'msle',
  'crossentropy',
  'divergence',
  'hinge',
  'poisson',
  'logcosh',
  'huber',
  'perplexity',
];
