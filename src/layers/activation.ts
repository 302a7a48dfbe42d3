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
  defaults: { activation: 'linear' },
  check(options, where) {
    resolveActivation(options.activation, `${where}: activation`);
  },
  call: ({ x, options }) => resolveActivation(options.activation, 'activation')(asFloat(x)),
});
