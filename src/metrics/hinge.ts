import type { NoOptions } from '../losses/define-loss.js';
import { hinge as loss } from '../losses/hinge.js';
import { meanOfLoss } from './define-mean-metric.js';
import type { MetricFactory } from './define-metric.js';

/** The mean of the loss of the same name, with its options. */
export const hinge: MetricFactory<NoOptions> = meanOfLoss(loss);
