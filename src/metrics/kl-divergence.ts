import type { NoOptions } from '../losses/define-loss.js';
import { klDivergence as loss } from '../losses/kl-divergence.js';
import { meanOfLoss } from './define-mean-metric.js';
import type { MetricFactory } from './define-metric.js';

/** The mean of the loss of the same name, with its options. */
export const klDivergence: MetricFactory<NoOptions> = meanOfLoss(loss);
