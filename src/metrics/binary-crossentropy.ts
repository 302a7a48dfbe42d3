import { binaryCrossentropy as loss } from '../losses/binary-crossentropy.js';
import type { CrossentropyOptions } from '../losses/check-options.js';
import { meanOfLoss } from './define-mean-metric.js';
import type { MetricFactory } from './define-metric.js';

/** The mean of the loss of the same name, with its options. */
export const binaryCrossentropy: MetricFactory<CrossentropyOptions> = meanOfLoss(loss);
