import { showShape } from '../array/ndarray.js';
import { ShapeError } from '../errors.js';
import type { Dim } from '../graph/dim.js';
import type { Tensor } from '../graph/tensor.js';
import { reshape } from '../ops/index.js';
import { asFloat } from './as-float.js';
import { defineLayer, type LayerFactory } from './define-layer.js';
import { anyMask } from './masks.js';

/** A layer that combines its inputs element by element. */
export interface MergeDefinition {
  type: string;
  /** How many inputs it takes. @default one or more */
  count?: number;
  /** @param masks Of each input, undefined where all steps count. */
  combine(inputs: readonly Tensor[], masks: readonly (Tensor | undefined)[]): Tensor;
}

/** No options of its own. */
export type NoOptions = Record<never, never>;

/**
 * Makes the factory of a layer that combines its inputs element by element: axes of 1 stretch, and inputs with fewer axes get
 * axes of 1 after the batch axis. A step is masked in the output if it is masked in every input.
 */
export function defineMerge({ type, count, combine }: MergeDefinition): LayerFactory<NoOptions> {
  return defineLayer<NoOptions>({
    type,
    defaults: {},
    arity: 'many',
    weights(inputs, _, where) {
      if (count !== undefined && inputs.length !== count) {
        throw new ShapeError(where, `${count} inputs`, String(inputs.length));
      }
      checkShapes(
        inputs.map(({ shape }) => shape),
        where,
      );
      return {};
    },
    call({ inputs, masks }) {
      const rank = Math.max(...inputs.map(({ shape }) => shape.length));
      return combine(
        inputs.map((input) => withRank(asFloat(input), rank)),
        masks,
      );
    },
    mask: ({ masks }) => anyMask(masks),
  });
}

function withRank(x: Tensor, rank: number): Tensor {
  const ones = new Array<number>(rank - x.shape.length).fill(1);
  return reshape(x, [x.shape[0], ...ones, ...x.shape.slice(1)]);
}

function checkShapes(shapes: readonly (readonly Dim[])[], where: string): void {
  const agree = (a: Dim | undefined, b: Dim | undefined) =>
    a === b || a === 1 || b === 1 || a === undefined || b === undefined;
  for (const shape of shapes) {
    for (const other of shapes) {
      // Aligned at the last axis; the batch axis is apart.
      const fits =
        shape[0] === other[0] &&
        shape.slice(1).every((_, i) => i + 1 >= other.length || agree(shape.at(-1 - i), other.at(-1 - i)));
      if (fits) continue;
      throw new ShapeError(
        where,
        'inputs of one shape, or with axes of 1 where they differ',
        shapes.map(showShape).join(', '),
        'Bring them to one shape first, with dense or reshape.',
      );
    }
  }
}
