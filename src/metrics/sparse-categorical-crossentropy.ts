import type { SparseCrossentropyOptions } from '../losses/sparse-categorical-crossentropy.js';
import { sparseCategoricalCrossentropy as loss } from '../losses/sparse-categorical-crossentropy.js';
import { meanOfLoss } from './define-mean-metric.js';
import type { MetricFactory } from './define-metric.js';

/** The mean of the loss of the same name, with its options. */
export const sparseCategoricalCrossentropy: MetricFactory<SparseCrossentropyOptions> = meanOfLoss(loss);
