import type { CrossentropyOptions } from '../losses/check-options.js';
import { crossentropy as loss } from '../losses/crossentropy.js';
import { meanOfLoss } from './define-mean-metric.js';
import type { MetricFactory } from './define-metric.js';

/** The mean of the loss of the same name, with its options. */
export const crossentropy: MetricFactory<Pick<CrossentropyOptions, 'fromLogits'>> = meanOfLoss(loss);
