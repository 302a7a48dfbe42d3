import type { BinaryFocalOptions } from '../losses/binary-focal-crossentropy.js';
import { binaryFocalCrossentropy as loss } from '../losses/binary-focal-crossentropy.js';
import { meanOfLoss } from './define-mean-metric.js';
import type { MetricFactory } from './define-metric.js';

/** The mean of the loss of the same name, with its options. */
export const binaryFocalCrossentropy: MetricFactory<BinaryFocalOptions> = meanOfLoss(loss);
