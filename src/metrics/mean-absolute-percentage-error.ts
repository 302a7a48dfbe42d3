import type { NoOptions } from '../losses/define-loss.js';
import { meanAbsolutePercentageError as loss } from '../losses/mean-absolute-percentage-error.js';
import { meanOfLoss } from './define-mean-metric.js';
import type { MetricFactory } from './define-metric.js';

/** The mean of the loss of the same name, with its options. */
export const meanAbsolutePercentageError: MetricFactory<NoOptions> = meanOfLoss(loss);
