import type { HuberOptions } from '../losses/huber.js';
import { huber as loss } from '../losses/huber.js';
import { meanOfLoss } from './define-mean-metric.js';
import type { MetricFactory } from './define-metric.js';

/** The mean of the loss of the same name, with its options. */
export const huber: MetricFactory<HuberOptions> = meanOfLoss(loss);
