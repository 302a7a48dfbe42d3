import { showShape } from '../array/ndarray.js';
import { ShapeError, show, ValueError } from '../errors.js';
import type { Tensor, TensorType } from '../graph/tensor.js';
import { div, lengthOf } from '../ops/index.js';
import type { Layer, MaskedTensor, SymbolicTensor, TraceContext } from './layer.js';
import { type RegularizerLike, resolveRegularizer } from './regularizers/resolve-regularizer.js';
import { resolveOptions } from './resolve-options.js';
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
  /** A penalty on the layer's output, divided by the batch size and added to the loss. */
  activityRegularizer?: RegularizerLike;
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
  /** Whether an optimizer may change the layer; batch normalization that is frozen uses its moving statistics. */
  readonly trainable: boolean;
  /** Says the weight's value after this step. */
  update(name: string, value: Tensor): void;
}

/** A layer, defined: what it stores, and how its output follows from its input. */
export interface LayerDefinition<Options> {
  type: string;
  /** Every option with its default; undefined where the user must give it. */
  defaults: { [K in keyof Required<Options>]: Options[K] | undefined };
  /** Refuses bad options: throw a ValueError. */
  check?(options: Options, where: string): void;
  /** Refuses bad inputs and lists the weights, in `getWeights` order. */
  weights?(inputs: readonly TensorType[], options: Options, where: string): Record<string, WeightSpec>;
  /** How many ids there are, if the input holds ids; others are refused before anything runs. */
  inputIds?(options: Options): number;
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

/** Makes a layer from options; they may be left out where none is required. */
export interface LayerFactory<Options extends object> {
  (
    ...options: Record<never, never> extends Options
      ? [options?: Options & LayerOptions]
      : [options: Options & LayerOptions]
  ): Layer;
  readonly type: string;
}

const common: readonly string[] = ['name', 'trainable', 'inputShape', 'activityRegularizer'];

/**
 * Makes a layer's factory from its definition. Layers of your own are made the same way.
 *
 * @example
 * const gain = defineLayer<{ start?: number }>({
 *   type: 'gain',
 *   defaults: { start: 1 },
 *   weights: ([{ shape }], { start }) => ({
 *     gain: { shape: [Number(shape.at(-1))], initializer: initializers.constant({ value: start }) },
 *   }),
 *   call: ({ x, weights }) => ops.mul(x, weights.gain),
 * });
 * const model = sequential([gain({ start: 2, inputShape: [3] }), layers.dense({ units: 1 })]);
 */
export function defineLayer<Options extends object>(
  definition: LayerDefinition<Options>,
): LayerFactory<Options> {
  const { type, defaults } = definition;
  const factory = (given?: Options & LayerOptions): Layer => {
    const options = resolveOptions<Options & LayerOptions>(type, given, defaults, common);
    const { name } = options;
    if (name !== undefined && typeof name !== 'string')
      throw new ValueError(`${type}: name`, 'a string', show(name));
    const where = name === undefined ? type : `${type} '${name}'`;
    definition.check?.(options, where);
    return makeLayer(definition, options, where);
  };
  return Object.assign(factory, { type });
}

function makeLayer<Options extends object>(
  definition: LayerDefinition<Options>,
  options: Options & LayerOptions,
  where: string,
): Layer {
  let weights: Weight[] | undefined;
  let builtFor: readonly TensorType[] = [];
  let trainable = options.trainable ?? true;
  const activityRegularizer = resolveRegularizer(
    options.activityRegularizer,
    `${where}: activityRegularizer`,
  );

  const layer = {
    type: definition.type,
    options: options as Readonly<Record<string, unknown>>,
    givenName: options.name,
    inputIds: definition.inputIds && [{ count: definition.inputIds(options), path: '' }],
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
      if (inputs.length === 0) throw new ShapeError(where, 'an input', 'none');
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
        trainable,
        update: (name, value) => context.update(own.find((weight) => weight.name === name)!, value),
      };
      const tensor = definition.call(call);
      if (activityRegularizer !== undefined) {
        context.addLoss(div(activityRegularizer.penalty(tensor), lengthOf(tensor, [0])));
      }
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
