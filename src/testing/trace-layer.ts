import { placeholder } from '../graph/leaf.js';
import type { Tensor } from '../graph/tensor.js';
import type { DropoutRequest, Layer, MaskedTensor, TraceContext } from '../layers/layer.js';
import type { Weight } from '../layers/weight.js';

/** A layer written into a graph, and all that it asked of it. */
export interface TracedLayer {
  outputs: MaskedTensor[];
  weights: Map<Weight, Tensor>;
  updates: Map<Weight, Tensor>;
  losses: Tensor[];
  /** Requests for dropout masks; the k-th is the input `dropout${k}`. */
  dropouts: { request: DropoutRequest; tensor: Tensor }[];
}

/** Writes a layer into a graph of its own; weights are inputs under their names. */
export function traceLayer(layer: Layer, inputs: readonly MaskedTensor[], training: boolean): TracedLayer {
  const traced: TracedLayer = {
    outputs: [],
    weights: new Map(),
    updates: new Map(),
    losses: [],
    dropouts: [],
  };
  const context: TraceContext = {
    training,
    weight(weight) {
      const tensor = traced.weights.get(weight) ?? placeholder(weight.name, 'float32', weight.shape);
      traced.weights.set(weight, tensor);
      return tensor;
    },
    update: (weight, value) => void traced.updates.set(weight, value),
    dropoutMask(request) {
      const tensor = placeholder(`dropout${traced.dropouts.length}`, 'float32', request.shape);
      traced.dropouts.push({ request, tensor });
      return tensor;
    },
    addLoss: (value) => void traced.losses.push(value),
  };
  traced.outputs = layer.trace(inputs, context);
  return traced;
}
