import { showShape } from '../array/ndarray.js';
import { ShapeError, show, ValueError } from '../errors.js';
import { multiplyDims, normalizeAxis } from '../graph/dim.js';
import type { Tensor, TensorType } from '../graph/tensor.js';
import {
  matmul,
  minimum,
  mul,
  reciprocal,
  reduceSum,
  reshape,
  sqrt,
  square,
  transpose,
} from '../ops/index.js';
import { asFloat } from './as-float.js';
import { checkFlag } from './check-options.js';
import { defineLayer, type LayerFactory } from './define-layer.js';

export interface DotOptions {
  /** The axis of each input that is summed over: one for both, or a pair; negative counts from the end, 0 is the batch and may not be. */
  axes: number | readonly [number, number];
  /** Whether to scale vectors along the axes to length 1 first, so that the result is their cosine. @default false */
  normalize?: boolean;
}

/**
 * The products of the vectors in two inputs, sample by sample.
 *
 * Shapes: [batch, ...a, n], [batch, n, ...b] → [batch, ...a, ...b] with axes [-1, 1]; two vectors a sample give [batch, 1]
 *
 * @throws ShapeError if the two axes differ in length.
 */
export const dot: LayerFactory<DotOptions> = defineLayer<DotOptions>({
  type: 'dot',
  defaults: { axes: undefined, normalize: false },
  arity: 'many',
  check({ axes, normalize }, where) {
    const list = typeof axes === 'number' ? [axes, axes] : axes;
    if (!Array.isArray(list) || list.length !== 2 || !list.every(Number.isInteger)) {
      throw new ValueError(`${where}: axes`, 'a whole number or a pair of them', show(axes));
    }
    checkFlag(normalize, `${where}: normalize`);
  },
  weights(inputs, options, where) {
    if (inputs.length !== 2) throw new ShapeError(where, '2 inputs', String(inputs.length));
    const [a, b] = axesOf(inputs, options, where);
    if (inputs[0].shape[a] !== inputs[1].shape[b]) {
      const got = inputs.map(({ shape }) => showShape(shape)).join(', ');
      throw new ShapeError(where, `inputs of one length along axes ${a} and ${b}`, got);
    }
    return {};
  },
  call({ inputs, options }) {
    const axes = axesOf(inputs, options, 'dot');
    const [a, b] = inputs.map((input, i) => {
      const x = asFloat(input);
      return options.normalize ? ofLengthOne(x, axes[i]) : x;
    });
    const rest = [a, b].map((x, i) =>
      x.shape.map((_, axis) => axis).filter((axis) => axis > 0 && axis !== axes[i]),
    );
    const [restA, restB] = [a, b].map((x, i) => rest[i].map((axis) => x.shape[axis]));
    const [batch, length] = [a.shape[0], a.shape[axes[0]]];
    const left = reshape(transpose(a, [0, ...rest[0], axes[0]]), [batch, multiplyDims(restA), length]);
    const right = reshape(transpose(b, [0, axes[1], ...rest[1]]), [batch, length, multiplyDims(restB)]);
    const shape = [...restA, ...restB];
    return reshape(matmul(left, right), [batch, ...(shape.length === 0 ? [1] : shape)]);
  },
  mask: 'drop',
});

function axesOf(inputs: readonly TensorType[], { axes }: DotOptions, where: string): number[] {
  return inputs.map(({ shape }, i) => {
    const axis = typeof axes === 'number' ? axes : axes[i];
    const normal = normalizeAxis(axis, shape.length, `${where}: axes`);
    if (normal === 0) throw new ValueError(`${where}: axes`, 'axes other than the batch', show(axes));
    return normal;
  });
}

function ofLengthOne(x: Tensor, axis: number): Tensor {
  const length = sqrt(reduceSum(square(x), { axes: [axis], keepDims: true }));
  return mul(x, minimum(reciprocal(length), 1e7));
}
