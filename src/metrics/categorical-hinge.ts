import { categoricalHinge as loss } from '../losses/categorical-hinge.js';
import type { NoOptions } from '../losses/define-loss.js';
import { meanOfLoss } from './define-mean-metric.js';
import type { MetricFactory } from './define-metric.js';

/** The mean of the loss of the same name, with its options. */
export const categoricalHinge: MetricFactory<NoOptions> = meanOfLoss(loss);
