import { show, ValueError } from '../../errors.js';
import { byName } from '../by-name.js';
import type { Activation } from './activation.js';
import * as builtIn from './index.js';

/** The names of the built-in activations. */
export type ActivationName = keyof typeof builtIn;

/** What stands for an activation where one is asked for: its name, or a function of your own. */
export type ActivationLike = ActivationName | Activation;

/**
 * The activation of a name; a function is given back as it is, and without either it is `linear`.
 *
 * @throws UnknownNameError for a name that is not built in.
 */
export function resolveActivation(activation: ActivationLike | undefined, where: string): Activation {
  if (activation === undefined) return builtIn.linear;
  if (typeof activation === 'function') return activation;
  if (typeof activation === 'string') return byName<Activation>(builtIn, activation, 'activation', where);
  throw new ValueError(where, 'a name or a function of a tensor', show(activation));
}
