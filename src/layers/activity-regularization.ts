import { div, lengthOf } from '../ops/index.js';
import { asFloat } from './as-float.js';
import { defineLayer, type LayerFactory } from './define-layer.js';
import { l1l2 } from './regularizers/l1l2.js';

export interface ActivityRegularizationOptions {
  /** The factor of the sum of sizes, ≥ 0. @default 0 */
  l1?: number;
  /** The factor of the sum of squares, ≥ 0. @default 0 */
  l2?: number;
}

/**
 * Its input, unchanged; a penalty on it is added to the loss.
 *
 *     loss ← loss + (l1 Σ |x| + l2 Σ x²) / batch size
 *
 * Shapes: any → the same
 */
export const activityRegularization: LayerFactory<ActivityRegularizationOptions> =
  defineLayer<ActivityRegularizationOptions>({
    type: 'activityRegularization',
    defaults: { l1: 0, l2: 0 },
    check({ l1, l2 }) {
      l1l2({ l1, l2 });
    },
    call({ x, options: { l1, l2 }, context }) {
      const values = asFloat(x);
      context.addLoss(div(l1l2({ l1, l2 }).penalty(values), lengthOf(values, [0])));
      return x;
    },
  });
