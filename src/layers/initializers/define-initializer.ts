import type { Shape } from '../../array/ndarray.js';
import { resolveOptions } from '../resolve-options.js';
import type { Initializer, WeightKey } from './initializer.js';

/** An initializer, defined: what it stores, and how it fills a weight. */
export interface InitializerDefinition<Options> {
  type: string;
  /** Every option with its default; undefined where there is none. */
  defaults: { [K in keyof Required<Options>]: Options[K] | undefined };
  /** Refuses bad options: throw a ValueError. */
  check?(options: Options, where: string): void;
  /**
   * Fills `out`, which holds the elements of `shape` in row-major order.
   *
   * @param key Where its random numbers come from. An option `seed` of its own has already taken the run's place.
   */
  fill(call: { out: Float32Array; shape: Shape; key: WeightKey; options: Options }): void;
}

/** Makes an initializer from options. */
export interface InitializerFactory<Options extends object> {
  (...options: Record<never, never> extends Options ? [options?: Options] : [options: Options]): Initializer;
  readonly type: string;
}

/** The option that every initializer with random numbers takes. */
export interface SeedOption {
  /** A whole number that sets these numbers apart from the run's seed. @default the run's seed */
  seed?: number;
}

/**
 * Makes an initializer's factory from its definition. Initializers of your own are made the same way.
 *
 * @example
 * const ramp = defineInitializer<{ step?: number }>({
 *   type: 'ramp',
 *   defaults: { step: 1 },
 *   fill: ({ out, options }) => out.forEach((_, i) => { out[i] = i * options.step!; }),
 * });
 */
export function defineInitializer<Options extends object>(
  definition: InitializerDefinition<Options>,
): InitializerFactory<Options> {
  const { type } = definition;
  const factory = (given?: Options): Initializer => {
    const options = resolveOptions<Options>(type, given, definition.defaults);
    definition.check?.(options, type);
    const { seed } = options as SeedOption;
    return {
      type,
      options: options as Readonly<Record<string, unknown>>,
      fill: (out, shape, key) =>
        definition.fill({ out, shape, key: seed === undefined ? key : { ...key, seed }, options }),
    };
  };
  return Object.assign(factory, { type });
}
