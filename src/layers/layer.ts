import type { DType } from '../array/ndarray.js';
import type { Dim } from '../graph/dim.js';
import type { Tensor, TensorType } from '../graph/tensor.js';
import type { Weight } from './weight.js';

/**
 * A step on the way from a model's inputs to its outputs. Calling it on symbolic tensors connects it; calling it again shares
 * its weights. A model is a layer too, made of others.
 */
export interface Layer {
  (input: SymbolicTensor): SymbolicTensor;
  (inputs: readonly SymbolicTensor[]): SymbolicTensor;
  /** Its factory's name: `dense`. */
  readonly type: string;
  /** What its factory was given, defaults filled in. With `type`, its config. */
  readonly options: Readonly<Record<string, unknown>>;
  /** The name that the user gave, or undefined: a model then names it by its type and place. */
  readonly givenName: string | undefined;
  /** Whether an optimizer may change its weights. */
  trainable: boolean;
  /** Weights in the order of `getWeights`; empty until the layer has seen its inputs' shapes. */
  readonly weights: readonly Weight[];
  /** For a model: where each of its weights stands within it, `dense_1/kernel`. */
  readonly weightPaths?: readonly string[];
  /** For a model: what goes in, once that is known. */
  readonly inputTypes?: readonly TensorType[];
  /** For each input that holds ids, counted from 0: how many there are. Absent where no input does. */
  readonly inputIds?: readonly (InputIds | undefined)[];
  /** The layers it is made of, if it is a model. */
  readonly layers?: readonly Layer[];
  /** Makes the weights for these inputs; the second time it only checks. */
  build(inputs: readonly TensorType[]): void;
  /** Writes the layer into a graph. */
  trace(inputs: readonly MaskedTensor[], context: TraceContext): MaskedTensor[];
}

/** Ids that an input may hold. */
export interface InputIds {
  /** They go from 0 to count - 1. */
  readonly count: number;
  /** Which layer within a model wants them; empty for a layer itself. */
  readonly path: string;
}

/** A tensor, and which of its time steps count. */
export interface MaskedTensor {
  tensor: Tensor;
  /** bool, [batch, time]: false where a step is padding; undefined where all count. */
  mask?: Tensor;
}

/** A tensor between layers, before any data: what `input` returns and what a layer returns when called. */
export interface SymbolicTensor extends TensorType {
  /** Axes with `'batch'` first. */
  readonly shape: readonly Dim[];
  readonly dtype: DType;
  /** Given to `input`. */
  readonly name?: string;
  /** The call that it comes out of; undefined for an input. */
  readonly call?: LayerCall;
  /** Which of the call's outputs. */
  readonly index: number;
  /** A stand-in that shapes and masks are worked out on. */
  readonly traced: MaskedTensor;
}

/** One use of a layer. */
export interface LayerCall {
  /** Counts up with creation, so a call comes after those it needs. */
  readonly id: number;
  readonly layer: Layer;
  readonly inputs: readonly SymbolicTensor[];
  readonly outputs: readonly SymbolicTensor[];
}

/** What a layer may ask of the graph that it is written into. */
export interface TraceContext {
  /** Training, as against inference: dropout drops, batch normalization uses the batch's own statistics. */
  readonly training: boolean;
  /** The weight as a tensor of this graph. */
  weight(weight: Weight): Tensor;
  /** The weight's value after this step (moving statistics). */
  update(weight: Weight, value: Tensor): void;
  /** A dropout mask drawn anew for each step: 0 with probability `rate`, else 1 / (1 - rate). The first axis is the batch. */
  dropoutMask(request: DropoutRequest): Tensor;
  /** Adds a scalar to the loss. */
  addLoss(value: Tensor): void;
}

export interface DropoutRequest {
  /** Share of zeros, 0 ≤ rate < 1. */
  rate: number;
  /** Shape of the mask; the first axis is `'batch'`. */
  shape: readonly Dim[];
  /** Sets this layer's masks apart from the model's seed. */
  seed?: number;
}
