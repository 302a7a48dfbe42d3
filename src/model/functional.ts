import type { NDArray } from '../array/ndarray.js';
import type { SymbolicTensor } from '../layers/layer.js';
import { makeModel } from './make-model.js';
import type { Model } from './model.js';
import { Network } from './network.js';
import { networkConfig } from './network-config.js';

/** One tensor, several, or several by name. */
export type Tensors = SymbolicTensor | readonly SymbolicTensor[] | Readonly<Record<string, SymbolicTensor>>;

export interface ModelOptions {
  /** What goes in. */
  inputs: Tensors;
  /** What comes out; with names, predictions and losses go by them. */
  outputs: Tensors;
  /** @default 'model' */
  name?: string;
}

/**
 * A model of any shape: whatever lies between some inputs and some outputs.
 *
 * @throws ValueError if an output does not follow from the inputs.
 * @example
 * const x = input({ shape: [13] });
 * const m = model({ inputs: x, outputs: layers.dense({ units: 1 })(x) });
 */
export function model({ inputs, outputs, name }: ModelOptions): Model {
  const from = listOf(inputs);
  const to = listOf(outputs);
  const names = { inputs: from.names, outputs: to.names };
  const network = new Network(name ?? 'model', from.tensors, to.tensors, names);
  return makeModel({
    type: 'model',
    name,
    network: () => network,
    layers: () => network.layers,
    build() {},
    outputNames: () => network.outputs.map((output) => output.name),
    config: () => networkConfig(network, name, { inputs: from.kind, outputs: to.kind }),
    shapeOutputs(arrays: NDArray[]) {
      if (to.kind === 'single') return arrays[0];
      return to.kind === 'list'
        ? arrays
        : Object.fromEntries(arrays.map((array, i) => [to.names![i], array]));
    },
  });
}

export type TensorsKind = 'single' | 'list' | 'record';

function listOf(tensors: Tensors): {
  tensors: readonly SymbolicTensor[];
  names?: string[];
  kind: TensorsKind;
} {
  if (Array.isArray(tensors)) return { tensors, kind: 'list' };
  if (typeof tensors === 'object' && tensors !== null && !('traced' in tensors)) {
    return { tensors: Object.values(tensors), names: Object.keys(tensors), kind: 'record' };
  }
  return { tensors: [tensors as SymbolicTensor], kind: 'single' };
}
