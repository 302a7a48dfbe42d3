import type { Tensor } from '../graph/tensor.js';
import { or, where } from '../ops/index.js';
import { alignMask } from './masks.js';

/**
 * The extreme of several tensors, element by element; a step that is masked in one of them is left to the others.
 *
 * @param choose The larger, or the smaller, of two.
 */
export function extremeOf(
  inputs: readonly Tensor[],
  masks: readonly (Tensor | undefined)[],
  choose: (a: Tensor, b: Tensor) => Tensor,
): Tensor {
  let result = inputs[0];
  let resultMask = masks[0] === undefined ? undefined : alignMask(masks[0], result);
  inputs.slice(1).forEach((input, i) => {
    const given = masks[i + 1];
    const mask = given === undefined ? undefined : alignMask(given, input);
    const x = mask === undefined ? input : where(mask, input, result);
    if (resultMask !== undefined) result = where(resultMask, result, x);
    result = choose(result, x);
    resultMask = mask === undefined || resultMask === undefined ? undefined : or(resultMask, mask);
  });
  return result;
}
