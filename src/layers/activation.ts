import { ValueError } from '../errors.js';
import { type ActivationLike, resolveActivation } from './activations/resolve-activation.js';
import { asFloat } from './as-float.js';
import { defineLayer, type LayerFactory } from './define-layer.js';

export interface ActivationOptions {
  /** The function: a name, or one of your own. */
  activation: ActivationLike;
}

/**
 * An activation as a layer of its own.
 *
 * Shapes: any → the same
 */
export const activation: LayerFactory<ActivationOptions> = defineLayer<ActivationOptions>({
  type: 'activation',
  defaults: { activation: undefined },
  check(options, where) {
    if (options.activation === undefined) {
      throw new ValueError(`${where}: activation`, 'a name or a function of a tensor', 'none');
    }
    resolveActivation(options.activation, `${where}: activation`);
  },
  call: ({ x, options }) => resolveActivation(options.activation, 'activation')(asFloat(x)),
});
