import { ValueError } from '../errors.js';
import { normalizeAxis } from '../graph/dim.js';
import type { Tensor } from '../graph/tensor.js';

/**
 * The logits that a prediction's probabilities were made of, if the tensor comes straight out of `activation` (a softmax along
 * `axis`): a loss on the logits is cheaper than one on probabilities, and stable where these round to 0 or 1. Keras does the
 * same on TensorFlow, and not on JAX, where losses of probabilities below 1e-7 are cut off.
 */
export function logitsOf(yPred: Tensor, activation: 'softmax' | 'sigmoid', axis = -1): Tensor | undefined {
  const { op, attributes, inputs } = yPred.node;
  if (op.name !== activation) return undefined;
  if (activation === 'softmax' && attributes.axis !== normalizeAxis(axis, yPred.shape.length, 'softmax')) {
    return undefined;
  }
  return inputs[0];
}

/**
 * The logits to compute a cross-entropy from: the predictions themselves with `fromLogits`, or those that the probabilities
 * were made of; undefined where only probabilities are there.
 *
 * @throws ValueError if probabilities are handed over as logits.
 */
export function logitsFor(
  yPred: Tensor,
  activation: 'softmax' | 'sigmoid',
  { fromLogits, where, axis }: { fromLogits: boolean; where: string; axis?: number },
): Tensor | undefined {
  const logits = logitsOf(yPred, activation, axis);
  if (fromLogits && logits !== undefined) {
    throw new ValueError(
      `${where}: fromLogits`,
      'predictions without an activation',
      `the output of a ${activation}`,
      `Take the ${activation} from the model's end, or leave fromLogits out.`,
    );
  }
  return fromLogits ? yPred : logits;
}
