import type { NoOptions } from '../losses/define-loss.js';
import { meanAbsoluteError as loss } from '../losses/mean-absolute-error.js';
import { meanOfLoss } from './define-mean-metric.js';
import type { MetricFactory } from './define-metric.js';

/** The mean of the loss of the same name, with its options. */
export const meanAbsoluteError: MetricFactory<NoOptions> = meanOfLoss(loss);
