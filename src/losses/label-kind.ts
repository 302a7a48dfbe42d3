import type { TensorType } from '../graph/tensor.js';

/**
 * What labels are, by Keras's rule: yes or no ('binary') for one output ([batch] or [batch, ..., 1]); 'ids' of classes where they have an axis less than
 * the predictions, or 1 beside several outputs; else one number for each class ('oneHot').
 */
export function labelKind(yTrue: TensorType, yPred: TensorType): 'binary' | 'ids' | 'oneHot' {
  if (yPred.shape.length === 1 || yPred.shape.at(-1) === 1) return 'binary';
  const isIds = yTrue.shape.length < yPred.shape.length || yTrue.shape.at(-1) === 1;
  return isIds ? 'ids' : 'oneHot';
}
