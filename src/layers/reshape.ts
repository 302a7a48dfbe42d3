import { showShape, sizeOf } from '../array/ndarray.js';
import { ShapeError, show, ValueError } from '../errors.js';
import { divideDims, multiplyDims } from '../graph/dim.js';
import { reshape as reshapeOf } from '../ops/index.js';
import { defineLayer, type LayerFactory } from './define-layer.js';

export interface ReshapeOptions {
  /** A sample's shape, without the batch axis; one axis may be -1 and is then found by itself. */
  targetShape: readonly number[];
}

/**
 * A sample's numbers in the same order under another shape.
 *
 * Shapes: [batch, ...] → [batch, ...targetShape]
 *
 * @throws ShapeError if the numbers do not fit.
 */
export const reshape: LayerFactory<ReshapeOptions> = defineLayer<ReshapeOptions>({
  type: 'reshape',
  defaults: { targetShape: undefined },
  check({ targetShape }, where) {
    const fits =
      Array.isArray(targetShape) &&
      targetShape.every((axis: unknown) => Number.isInteger(axis) && ((axis as number) > 0 || axis === -1)) &&
      targetShape.filter((axis) => axis === -1).length <= 1;
    if (!fits) {
      throw new ValueError(
        `${where}: targetShape`,
        'a list of positive whole numbers, at most one of them -1',
        show(targetShape),
        'Leave the batch axis out.',
      );
    }
  },
  weights([{ shape }], { targetShape }, where) {
    const count = multiplyDims(shape.slice(1));
    const known = sizeOf(targetShape.filter((axis) => axis !== -1));
    const fits = targetShape.includes(-1) ? divideDims(count, known) !== undefined : count === known;
    if (!fits) {
      throw new ShapeError(
        `${where}: targetShape`,
        `a shape of ${count} numbers, as a sample of ${showShape(shape)} has`,
        showShape(targetShape),
      );
    }
    return {};
  },
  call({ x, options: { targetShape } }) {
    const count = multiplyDims(x.shape.slice(1));
    const rest = divideDims(count, sizeOf(targetShape.filter((axis) => axis !== -1)))!;
    return reshapeOf(x, [x.shape[0], ...targetShape.map((axis) => (axis === -1 ? rest : axis))]);
  },
  mask: 'drop',
});
