import { categoricalCrossentropy as loss } from '../losses/categorical-crossentropy.js';
import type { CrossentropyOptions } from '../losses/check-options.js';
import { meanOfLoss } from './define-mean-metric.js';
import type { MetricFactory } from './define-metric.js';

/** The mean of the loss of the same name, with its options. */
export const categoricalCrossentropy: MetricFactory<CrossentropyOptions> = meanOfLoss(loss);
