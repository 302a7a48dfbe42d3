import type { Shape } from '../array/ndarray.js';
import type { Initializer } from './initializers/initializer.js';
import type { Regularizer } from './regularizers/regularizer.js';

/** A weight as a layer asks for it. */
export interface WeightSpec {
  shape: Shape;
  initializer: Initializer;
  /** Whether an optimizer changes it; moving statistics are not trainable. @default true */
  trainable?: boolean;
  /** A penalty that is added to the loss. */
  regularizer?: Regularizer;
}

/** A weight of a layer that has been built. */
export interface Weight extends WeightSpec {
  /** Its name within its layer: `kernel`. */
  readonly name: string;
  readonly trainable: boolean;
  /**
   * Its float32 elements; undefined until it is first needed, when the initializer fills it. A model that trains moves them
   * into its arena, so read this anew each time.
   */
  data: Float32Array | undefined;
  /** Frozen with its layer: an optimizer leaves it as it is, whatever `trainable` says. */
  frozen: boolean;
}
