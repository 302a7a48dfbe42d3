import { show, ValueError } from '../errors.js';
import type { TensorType } from '../graph/tensor.js';
import { layerConfig } from '../layers/from-config.js';
import type { Layer, SymbolicTensor } from '../layers/layer.js';
import { input } from '../layers/symbolic.js';
import { makeModel } from './make-model.js';
import type { Model } from './model.js';
import { Network, nameLayers } from './network.js';

/** A sequential model: layers one after another. */
export interface Sequential extends Model {
  /** Adds a layer at the end. */
  add(layer: Layer): void;
}

export interface SequentialOptions {
  /** @default 'sequential' */
  name?: string;
}

/**
 * Layers one after another, each fed by the one before.
 *
 * The first layer's `inputShape` says what one sample looks like; without it the model waits for its first data.
 *
 * @throws ValueError for something that is not a layer, ShapeError for layers that do not fit.
 * @example
 * const model = sequential([layers.dense({ units: 16, activation: 'relu', inputShape: [4] }), layers.dense({ units: 3 })]);
 */
export function sequential(
  layers: readonly (Layer | SymbolicTensor)[] = [],
  { name }: SequentialOptions = {},
): Sequential {
  const chain: Layer[] = [];
  let start: SymbolicTensor | undefined;
  let network: Network | undefined;
  const place = name ?? 'sequential';

  const connect = (from = start) => {
    if (from === undefined || chain.length === 0) return;
    let tensor = from;
    for (const layer of chain) tensor = layer(tensor);
    network = new Network(place, [from], [tensor]);
    start = from;
  };
  const add = (layer: Layer | SymbolicTensor) => {
    if (isSymbolic(layer)) {
      if (chain.length > 0 || start !== undefined)
        throw new ValueError(place, 'an input as the first entry', 'one after others');
      start = layer;
      return;
    }
    if (typeof layer !== 'function' || typeof (layer as Layer).trace !== 'function') {
      const isFactory = typeof layer === 'function' && 'type' in layer;
      const got = isFactory ? `the factory of ${(layer as Layer).type}` : show(layer);
      const fix = isFactory ? 'Call it with its options.' : '';
      throw new ValueError(place, 'layers, such as layers.dense({ units: 1 })', got, fix);
    }
    chain.push(layer);
    if (start === undefined && chain.length === 1) start = startOf(layer);
  };
  if (!Array.isArray(layers)) {
    const got =
      typeof layers === 'function' && 'type' in layers ? `a single ${(layers as Layer).type}` : show(layers);
    throw new ValueError(place, 'a list of layers', got, 'Write sequential([…]).');
  }
  for (const layer of layers) add(layer);
  connect();

  const model = makeModel({
    type: 'sequential',
    name,
    network: () => network,
    layers: () => chain,
    build([{ dtype, shape }]: readonly TensorType[]) {
      if (chain.length === 0) throw new ValueError(place, 'at least one layer', 'none', 'Add one.');
      connect(start ?? input({ shape: shape.slice(1) as number[], dtype }));
    },
    outputNames() {
      const last = chain.at(-1);
      return last === undefined ? undefined : [nameLayers(place, chain).get(last)!];
    },
    config: () => ({
      type: 'sequential',
      ...(name === undefined ? {} : { name }),
      ...(start === undefined ? {} : { input: { shape: start.shape.slice(1), dtype: start.dtype } }),
      layers: chain.map(layerConfig),
    }),
    shapeOutputs: ([output]) => output,
  });
  return Object.assign(model, {
    add(layer: Layer) {
      const before = { length: chain.length, start };
      try {
        add(layer);
        connect();
      } catch (error) {
        // A layer that does not fit is not part of the model.
        chain.length = before.length;
        start = before.start;
        throw error;
      }
    },
  });
}

/** The input that a first layer asks for: by its `inputShape`, or because it is a model that knows its own. */
function startOf(layer: Layer): SymbolicTensor | undefined {
  const shape = layer.options.inputShape as readonly number[] | undefined;
  if (shape !== undefined) return input({ shape });
  const own = layer.inputTypes?.[0];
  return own && input({ shape: own.shape.slice(1) as number[], dtype: own.dtype });
}

function isSymbolic(value: Layer | SymbolicTensor): value is SymbolicTensor {
  return typeof value === 'object' && value !== null && 'traced' in value;
}
