import { layerConfig } from '../layers/from-config.js';
import type { SymbolicTensor } from '../layers/layer.js';
import type { TensorsKind } from './functional.js';
import type { ModelConfig } from './model.js';
import type { Network } from './network.js';

/** Where a tensor comes from: an input by its place, or a call by its place and which of its outputs. */
export type TensorConfig = { input: number } | { call: number; output: number };

/** A functional model as plain data: its inputs, its layers, the calls in order, and its outputs. */
export interface NetworkConfig extends ModelConfig {
  readonly type: 'model';
  readonly inputs: readonly { name: string | null; shape: readonly (number | string)[]; dtype: string }[];
  readonly inputsKind: TensorsKind;
  /** What data goes by. */
  readonly inputNames: readonly string[];
  readonly layers: readonly object[];
  /** The layer of each call by its place in `layers`, and what goes in. */
  readonly calls: readonly { layer: number; inputs: readonly TensorConfig[] }[];
  readonly outputs: readonly TensorConfig[];
  readonly outputsKind: TensorsKind;
  readonly outputNames: readonly string[];
}

export function networkConfig(
  network: Network,
  name: string | undefined,
  kinds: { inputs: TensorsKind; outputs: TensorsKind },
): NetworkConfig {
  const place = (tensor: SymbolicTensor): TensorConfig => {
    if (tensor.call === undefined) return { input: network.inputTensors.indexOf(tensor) };
    return { call: network.calls.indexOf(tensor.call), output: tensor.index };
  };
  return {
    type: 'model',
    ...(name === undefined ? {} : { name }),
    inputs: network.inputTensors.map((tensor) => ({
      name: tensor.name ?? null,
      shape: tensor.shape.slice(1),
      dtype: tensor.dtype,
    })),
    inputsKind: kinds.inputs,
    inputNames: network.inputs.map(({ name: own }) => own),
    layers: network.layers.map(layerConfig),
    calls: network.calls.map(({ layer, inputs }) => ({
      layer: network.layers.indexOf(layer),
      inputs: inputs.map(place),
    })),
    outputs: network.outputTensors.map(place),
    outputsKind: kinds.outputs,
    outputNames: network.outputs.map((output) => output.name),
  };
}
