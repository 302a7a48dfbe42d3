import type { NoOptions } from '../losses/define-loss.js';
import { poisson as loss } from '../losses/poisson.js';
import { meanOfLoss } from './define-mean-metric.js';
import type { MetricFactory } from './define-metric.js';

/** The mean of the loss of the same name, with its options. */
export const poisson: MetricFactory<NoOptions> = meanOfLoss(loss);
