import { NDArray } from '../array/ndarray.js';
import { show, ValueError } from '../errors.js';
import * as activations from './activations/index.js';
import { byName } from './by-name.js';
import * as builtIn from './index.js';
import type { Layer } from './layer.js';

/** The names of the built-in layers. */
export type LayerName = keyof typeof builtIn;

/** A layer as plain data, as files hold it. */
export interface LayerConfig {
  readonly type: string;
  readonly options?: Readonly<Record<string, unknown>>;
}

/** Makes a layer from options that no compiler has seen. */
export type AnyLayerFactory = ((options: never) => Layer) & { readonly type: string };

/**
 * The layer of a config, as read from JSON.
 *
 * @param custom Factories that are not built in.
 * @throws UnknownNameError for a type that is neither built in nor custom.
 */
export function layerFromConfig(config: LayerConfig, custom: readonly AnyLayerFactory[] = []): Layer {
  if (typeof config?.type !== 'string') {
    throw new ValueError('layerFromConfig', 'a config { type, options }', show(config));
  }
  const own = Object.fromEntries(custom.map((factory) => [factory.type, factory]));
  const factories = { ...builtIn, ...own } as unknown as Readonly<Record<string, AnyLayerFactory>>;
  return byName(factories, config.type, 'layer', 'layerFromConfig')((config.options ?? {}) as never);
}

/**
 * A layer as plain data: `layerFromConfig` makes one like it, without its weights.
 *
 * @throws ValueError for an option that JSON cannot hold, such as a function of the user's own.
 */
export function layerConfig(layer: Layer): LayerConfig {
  const where = layer.givenName === undefined ? layer.type : `${layer.type} '${layer.givenName}'`;
  const options = plain(layer.options, where) as Record<string, unknown>;
  if (!layer.trainable) options.trainable = false;
  else delete options.trainable;
  return { type: layer.type, options };
}

function plain(value: unknown, where: string): unknown {
  if (typeof value === 'function') {
    const name = Object.entries(activations).find(([, activation]) => activation === value)?.[0];
    if (name !== undefined) return name;
    throw new ValueError(
      where,
      'options that can be written as JSON',
      show(value),
      'Use the name of a built-in activation, or put the function into a layer made by defineLayer.',
    );
  }
  if (value instanceof NDArray) return value.toArray();
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<number>, Number);
  if (Array.isArray(value)) return value.map((each, i) => plain(each, `${where}: ${i}`));
  if (typeof value !== 'object' || value === null) return value;
  // What has a config (an initializer, a regularizer) is its type and options.
  const entries =
    'type' in value && 'options' in value
      ? Object.entries({ type: value.type, options: value.options })
      : Object.entries(value);
  return Object.fromEntries(
    entries
      .filter(([, each]) => each !== undefined)
      .map(([name, each]) => [name, plain(each, `${where}: ${name}`)]),
  );
}
