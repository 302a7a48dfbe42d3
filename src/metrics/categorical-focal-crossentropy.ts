import type { CategoricalFocalOptions } from '../losses/categorical-focal-crossentropy.js';
import { categoricalFocalCrossentropy as loss } from '../losses/categorical-focal-crossentropy.js';
import { meanOfLoss } from './define-mean-metric.js';
import type { MetricFactory } from './define-metric.js';

/** The mean of the loss of the same name, with its options. */
export const categoricalFocalCrossentropy: MetricFactory<CategoricalFocalOptions> = meanOfLoss(loss);
