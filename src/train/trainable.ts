import type { DType } from '../array/ndarray.js';
import type { Dim } from '../graph/dim.js';
import type { InputIds, MaskedTensor, TraceContext } from '../layers/layer.js';
import type { Weight } from '../layers/weight.js';

/** What training needs of a model: what goes in, what comes out, the weights, and how to write it into a graph. */
export interface Trainable {
  readonly name: string;
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  /** In `getWeights` order, each once. */
  readonly weights: readonly NamedWeight[];
  /** For each input that holds ids: how many there are, and which layer wants them. */
  readonly inputIds?: readonly (InputIds | undefined)[];
  trace(inputs: readonly MaskedTensor[], context: TraceContext): MaskedTensor[];
}

/** An input or an output of a model. */
export interface Port {
  readonly name: string;
  readonly dtype: DType;
  /** With the batch axis first. */
  readonly shape: readonly Dim[];
}

export interface NamedWeight {
  /** Unique within the model: `dense_1/kernel`. */
  readonly path: string;
  readonly weight: Weight;
}
