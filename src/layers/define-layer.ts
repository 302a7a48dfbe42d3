import { showShape } from '../array/ndarray.js';
import { ShapeError, show, UnknownNameError, ValueError } from '../errors.js';
import type { Tensor, TensorType } from '../graph/tensor.js';
import type { Layer, MaskedTensor, SymbolicTensor, TraceContext } from './layer.js';
import { connect } from './symbolic.js';
import type { Weight, WeightSpec } from './weight.js';

/** Options that every layer takes. */
export interface LayerOptions {
  /** Names the layer in summaries, messages and files. @default its type, numbered within the model */
  name?: string;
  /** Whether an optimizer may change the layer's weights. @default true */
  trainable?: boolean;
  /** Shape of one sample (without the batch axis), for the first layer of a sequential model. */
  inputShape?: readonly number[];
}

/** What a layer's rule is given when it is written into a graph. */
export interface LayerCallArguments<Options> {
  /** The only input, or the first. */
  readonly x: Tensor;
  readonly inputs: readonly Tensor[];
  /** Masks of the inputs, undefined where every step counts. */
  readonly masks: readonly (Tensor | undefined)[];
  readonly options: Options;
  /** The weights by name, as tensors of the graph. */
  readonly weights: Readonly<Record<string, Tensor>>;
  readonly context: TraceContext;
  /** Says the weight's value after this step. */
  update(name: string, value: Tensor): void;
}

/** A layer, defined: what it stores, and how its output follows from its input. */
export interface LayerDefinition<Options> {
  type: string;
  /** Every option with its default; undefined where the user must give it. */
  defaults: { [K in keyof Options]-?: Options[K] | undefined };
  /** Refuses bad options: throw a ValueError. */
  check?(options: Options, where: string): void;
  /** Refuses bad inputs and lists the weights, in `getWeights` order. */
  weights?(inputs: readonly TensorType[], options: Options, where: string): Record<string, WeightSpec>;
  /** How many inputs it takes. @default 1 */
  arity?: 1 | 'many';
  call(call: LayerCallArguments<Options>): Tensor;
  /**
   * The output's mask: `'pass'` hands the first input's on, `'drop'` ends it, a function works it out. Without an entry a mask
   * passes on as in Keras's layers that support masking.
   * @default 'pass'
   */
  mask?: 'pass' | 'drop' | ((call: LayerCallArguments<Options>) => Tensor | undefined);
}

/** Makes a layer's factory from its definition. Layers of your own are made the same way. */
export function defineLayer<Options extends object>(
  definition: LayerDefinition<Options>,
): (options: Options & LayerOptions) => Layer {
  const known = [...Object.keys(definition.defaults), 'name', 'trainable', 'inputShape'];
  return (given) => {
    const options = withDefaults(definition, given, known);
    const where = given?.name === undefined ? definition.type : `${definition.type} '${given.name}'`;
    definition.check?.(options, where);
    return makeLayer(definition, options, where);
  };
}

function withDefaults<Options extends object>(
  { type, defaults }: LayerDefinition<Options>,
  given: Options & LayerOptions,
  known: readonly string[],
): Options & LayerOptions {
  if (given !== undefined && (typeof given !== 'object' || given === null)) {
    throw new ValueError(type, 'an object of options', show(given), `Write ${type}({ … }).`);
  }
  for (const name of Object.keys(given ?? {})) {
    if (!known.includes(name)) throw new UnknownNameError(type, 'option', name, known);
  }
  const options = { ...defaults, ...withoutUndefined(given ?? {}) } as Options & LayerOptions;
  if (options.name !== undefined && typeof options.name !== 'string') {
    throw new ValueError(`${type}: name`, 'a string', show(options.name));
  }
  return options;
}

function withoutUndefined(given: object): object {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function makeLayer<Options extends object>(
  definition: LayerDefinition<Options>,
  options: Options & LayerOptions,
  where: string,
): Layer {
  let weights: Weight[] | undefined;
  let builtFor: readonly TensorType[] = [];
  let trainable = options.trainable ?? true;

  const layer = {
    type: definition.type,
    options: options as Readonly<Record<string, unknown>>,
    givenName: options.name,
    get trainable() {
      return trainable;
    },
    set trainable(value: boolean) {
      trainable = value;
      for (const weight of weights ?? []) weight.frozen = !value;
    },
    get weights() {
      return weights ?? [];
    },
    build(inputs: readonly TensorType[]) {
      if ((definition.arity ?? 1) === 1 && inputs.length !== 1) {
        throw new ShapeError(
          where,
          'one input',
          `${inputs.length}`,
          'Join them first, with concatenate or add.',
        );
      }
      const specs = definition.weights?.(inputs, options, where) ?? {};
      if (weights === undefined) {
        weights = Object.entries(specs).map(([name, spec]) => makeWeight(name, spec, !trainable));
        builtFor = inputs;
        return;
      }
      for (const weight of weights) {
        if (specs[weight.name].shape.join() !== weight.shape.join()) {
          const before = builtFor.map(({ shape }) => showShape(shape)).join(', ');
          const now = inputs.map(({ shape }) => showShape(shape)).join(', ');
          throw new ShapeError(
            where,
            `inputs of shape ${before}, as when it was built`,
            now,
            'Make a new layer for them.',
          );
        }
      }
    },
    trace(inputs: readonly MaskedTensor[], context: TraceContext): MaskedTensor[] {
      layer.build(inputs.map((input) => input.tensor));
      const own = weights!;
      const call: LayerCallArguments<Options> = {
        x: inputs[0].tensor,
        inputs: inputs.map((input) => input.tensor),
        masks: inputs.map((input) => input.mask),
        options,
        weights: Object.fromEntries(own.map((weight) => [weight.name, context.weight(weight)])),
        context,
        update: (name, value) => context.update(own.find((weight) => weight.name === name)!, value),
      };
      const tensor = definition.call(call);
      const { mask = 'pass' } = definition;
      if (typeof mask === 'function') return [{ tensor, mask: mask(call) }];
      return [{ tensor, mask: mask === 'pass' ? inputs[0].mask : undefined }];
    },
  };
  const callable = (inputs: SymbolicTensor | readonly SymbolicTensor[]): SymbolicTensor =>
    connect(callable as Layer, inputs)[0];
  return Object.defineProperties(callable, Object.getOwnPropertyDescriptors(layer)) as Layer;
}

function makeWeight(name: string, spec: WeightSpec, frozen: boolean): Weight {
  return { ...spec, name, trainable: spec.trainable ?? true, data: undefined, frozen };
}

/** The value of `known` under a name, or an error that lists the names. */
export function byName<T>(known: Readonly<Record<string, T>>, name: string, kind: string, where: string): T {
  const normal = name.replaceAll(/_+([a-z0-9])/gi, (_, letter: string) => letter.toUpperCase());
  const found = Object.hasOwn(known, normal) ? known[normal] : undefined;
  if (found === undefined) throw new UnknownNameError(where, kind, name, Object.keys(known));
  return found;
}
