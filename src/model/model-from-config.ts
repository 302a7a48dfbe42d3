import type { DType } from '../array/ndarray.js';
import { show, ValueError } from '../errors.js';
import { type AnyLayerFactory, type LayerConfig, layerFromConfig } from '../layers/from-config.js';
import type { Layer, SymbolicTensor } from '../layers/layer.js';
import { input } from '../layers/symbolic.js';
import { model, type Tensors, type TensorsKind } from './functional.js';
import type { Model, ModelConfig } from './model.js';
import type { NetworkConfig, TensorConfig } from './network-config.js';
import { sequential } from './sequential.js';

interface SequentialConfig extends ModelConfig {
  readonly layers: readonly LayerConfig[];
  readonly input?: { shape: readonly number[]; dtype: DType };
}

/**
 * The model of a config, as `toJSON` gives it and `JSON.parse` reads it: the same structure, with new weights.
 *
 * @param options.custom Factories of layers that are not built in.
 * @throws UnknownNameError for a layer that is neither built in nor custom.
 */
export function modelFromConfig(
  config: ModelConfig,
  { custom = [] }: { custom?: readonly AnyLayerFactory[] } = {},
): Model {
  if (config?.type === 'sequential') {
    requireLists(config, ['layers']);
    return sequentialFrom(config as SequentialConfig, custom);
  }
  if (config?.type === 'model') {
    requireLists(config, ['inputs', 'inputNames', 'layers', 'calls', 'outputs', 'outputNames']);
    return functionalFrom(config as NetworkConfig, custom);
  }
  throw new ValueError('modelFromConfig', "a config of type 'sequential' or 'model'", show(config));
}

function requireLists(config: ModelConfig, names: readonly string[]): void {
  for (const name of names) {
    if (Array.isArray(config[name])) continue;
    const fix = "Pass what a model's toJSON gave.";
    throw new ValueError(`modelFromConfig: ${name}`, 'a list', show(config[name]), fix);
  }
}

/** A layer, or a model among layers: its options are then its whole config. */
function anyLayer(config: LayerConfig, custom: readonly AnyLayerFactory[]): Layer {
  if (config.type !== 'sequential' && config.type !== 'model') return layerFromConfig(config, custom);
  const { trainable, ...inner } = (config.options ?? {}) as ModelConfig & { trainable?: boolean };
  const nested = modelFromConfig(inner, { custom });
  if (trainable === false) nested.trainable = false;
  return nested;
}

function sequentialFrom(
  { name, input: start, layers }: SequentialConfig,
  custom: readonly AnyLayerFactory[],
): Model {
  const list = layers.map((layer) => anyLayer(layer, custom));
  // Layers keep their inputShape; an input of its own is needed where none has one.
  const first = list[0]?.options.inputShape === undefined && start !== undefined ? [input(start)] : [];
  return sequential([...first, ...list], { name });
}

function functionalFrom(config: NetworkConfig, custom: readonly AnyLayerFactory[]): Model {
  const inputs = config.inputs.map(({ name, shape, dtype }) =>
    input({ name: name ?? undefined, shape: shape as number[], dtype: dtype as DType }),
  );
  const layers = config.layers.map((layer) => anyLayer(layer as LayerConfig, custom));
  const results: (readonly SymbolicTensor[])[] = [];
  const find = (place: TensorConfig) =>
    'input' in place ? inputs[place.input] : results[place.call][place.output];
  for (const call of config.calls) {
    const made = layers[call.layer](call.inputs.map(find));
    results.push([made].flat());
  }
  const outputs = config.outputs.map(find);
  return model({
    name: config.name,
    inputs: inKind(inputs, config.inputNames, config.inputsKind),
    outputs: inKind(outputs, config.outputNames, config.outputsKind),
  });
}

function inKind(tensors: readonly SymbolicTensor[], names: readonly string[], kind: TensorsKind): Tensors {
  if (kind === 'single') return tensors[0];
  return kind === 'list' ? tensors : Object.fromEntries(tensors.map((tensor, i) => [names[i], tensor]));
}
