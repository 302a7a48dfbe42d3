import type { NoOptions } from '../losses/define-loss.js';
import { logCosh as loss } from '../losses/log-cosh.js';
import { meanOfLoss } from './define-mean-metric.js';
import type { MetricFactory } from './define-metric.js';

/** The mean of the loss of the same name, with its options. */
export const logCosh: MetricFactory<NoOptions> = meanOfLoss(loss);
