import type { NoOptions } from '../losses/define-loss.js';
import { squaredHinge as loss } from '../losses/squared-hinge.js';
import { meanOfLoss } from './define-mean-metric.js';
import type { MetricFactory } from './define-metric.js';

/** The mean of the loss of the same name, with its options. */
export const squaredHinge: MetricFactory<NoOptions> = meanOfLoss(loss);
