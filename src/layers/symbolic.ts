import type { DType } from '../array/ndarray.js';
import { show, ValueError } from '../errors.js';
import { placeholder } from '../graph/leaf.js';
import type { Tensor } from '../graph/tensor.js';
import type { Layer, LayerCall, MaskedTensor, SymbolicTensor, TraceContext } from './layer.js';

/** Options of `input`. */
export interface InputOptions {
  /** Shape of one sample, without the batch axis. `[]` is one number a sample. */
  shape: readonly number[];
  /** Names the input where data is given by name. @default 'input', numbered within the model */
  name?: string;
  /** @default 'float32' */
  dtype?: DType;
}

/**
 * A model's input, before any data.
 *
 * Shapes: samples of `shape` → [batch, ...shape]
 *
 * @throws ValueError for a shape that is not a list of positive integers.
 */
export function input({ shape, name, dtype = 'float32' }: InputOptions): SymbolicTensor {
  if (
    !Array.isArray(shape) ||
    !shape.every((axis: unknown) => Number.isInteger(axis) && (axis as number) > 0)
  ) {
    throw new ValueError(
      'input: shape',
      'a list of positive integers',
      show(shape),
      'Leave the batch axis out.',
    );
  }
  const whole = ['batch', ...shape] as const;
  return {
    shape: whole,
    dtype,
    name,
    index: 0,
    traced: { tensor: placeholder(name ?? 'input', dtype, whole) },
  };
}

let nextCall = 0;

/** Connects a layer to its inputs: builds it, works out shapes and masks by a trial run, and returns its outputs. */
export function connect(layer: Layer, inputs: SymbolicTensor | readonly SymbolicTensor[]): SymbolicTensor[] {
  const list = Array.isArray(inputs) ? (inputs as readonly SymbolicTensor[]) : [inputs as SymbolicTensor];
  const where = layer.givenName ?? layer.type;
  for (const each of list) {
    if (each?.traced === undefined) {
      throw new ValueError(
        where,
        'a symbolic tensor, from input() or another layer',
        show(each),
        'Use model.predict for data.',
      );
    }
  }
  const traced = layer.trace(
    list.map((each) => each.traced),
    trialContext,
  );
  const outputs: SymbolicTensor[] = [];
  const call: LayerCall = { id: nextCall++, layer, inputs: list, outputs };
  traced.forEach((masked: MaskedTensor, index) => {
    const { shape, dtype } = masked.tensor;
    outputs.push({ shape, dtype, call, index, traced: masked });
  });
  return outputs;
}

/** Stands in for a graph while shapes are worked out. */
const trialContext: TraceContext = {
  training: false,
  weight: ({ name, shape }): Tensor => placeholder(name, 'float32', shape),
  update() {},
  dropoutMask: ({ shape }): Tensor => placeholder('mask', 'float32', shape),
  addLoss() {},
};
