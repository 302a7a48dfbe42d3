import type { NoOptions } from '../losses/define-loss.js';
import { meanSquaredLogarithmicError as loss } from '../losses/mean-squared-logarithmic-error.js';
import { meanOfLoss } from './define-mean-metric.js';
import type { MetricFactory } from './define-metric.js';

/** The mean of the loss of the same name, with its options. */
export const meanSquaredLogarithmicError: MetricFactory<NoOptions> = meanOfLoss(loss);
