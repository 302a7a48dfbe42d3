import { showShape } from '../array/ndarray.js';
import { ShapeError, ValueError } from '../errors.js';
import { normalizeAxis, sameShape } from '../graph/dim.js';
import { constant } from '../graph/leaf.js';
import type { Tensor, TensorType } from '../graph/tensor.js';
import { broadcastTo, cast, concat } from '../ops/index.js';
import { asFloat } from './as-float.js';
import { defineLayer, type LayerFactory } from './define-layer.js';
import { anyMask } from './masks.js';

export interface ConcatenateOptions {
  /** Which axis to join along; negative counts from the end, 0 is the batch and may not be. @default -1 */
  axis?: number;
}

/**
 * Its inputs one after the other along an axis.
 *
 * Shapes: [batch, ..., nᵢ, ...] → [batch, ..., Σ nᵢ, ...]
 *
 * Masks are joined too along the time axis; along any other a step counts if it counts in one of the inputs.
 *
 * @throws ShapeError if the inputs differ in another axis.
 */
export const concatenate: LayerFactory<ConcatenateOptions> = defineLayer<ConcatenateOptions>({
  type: 'concatenate',
  defaults: { axis: -1 },
  arity: 'many',
  weights(inputs, options, where) {
    const axis = axisOf(inputs, options, where);
    const fits = ({ shape }: TensorType) =>
      shape.length === inputs[0].shape.length &&
      typeof shape[axis] === 'number' &&
      sameShape(shape.with(axis, 0), inputs[0].shape.with(axis, 0));
    if (!inputs.every(fits)) {
      const got = inputs.map(({ shape }) => showShape(shape)).join(', ');
      throw new ShapeError(where, `inputs that differ in axis ${axis} only`, got);
    }
    return {};
  },
  call({ inputs, options }) {
    const same = inputs.every(({ dtype }) => dtype === inputs[0].dtype);
    return concat(same ? inputs : inputs.map(asFloat), axisOf(inputs, options, 'concatenate'));
  },
  mask({ inputs, masks, options }) {
    const axis = axisOf(inputs, options, 'concatenate');
    const given = masks.find((mask) => mask !== undefined);
    if (given === undefined) return undefined;
    if (axis >= given.shape.length) return anyMask(masks);
    const whole = masks.map((mask, i) => mask ?? allSteps(inputs[i], given.shape.length));
    // ONNX Runtime joins numbers, not booleans, everywhere.
    return cast(
      concat(
        whole.map((mask) => cast(mask, 'int32')),
        axis,
      ),
      'bool',
    );
  },
});

function axisOf(inputs: readonly TensorType[], { axis }: ConcatenateOptions, where: string): number {
  const normal = normalizeAxis(axis!, inputs[0].shape.length, `${where}: axis`);
  if (normal === 0) throw new ValueError(`${where}: axis`, 'an axis other than the batch', String(axis));
  return normal;
}

function allSteps(x: Tensor, rank: number): Tensor {
  return broadcastTo(constant(1, 'bool'), x.shape.slice(0, rank));
}
