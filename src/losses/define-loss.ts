import { show, UnknownNameError, ValueError } from '../errors.js';
import type { Tensor, TensorType } from '../graph/tensor.js';
import type { TargetRange } from './target-range.js';

/** How the losses of single samples become one number. Done in the training step (`reduce.ts`), not by the loss itself. */
export type Reduction = 'sumOverBatchSize' | 'mean' | 'sum' | 'meanWithSampleWeight' | 'none';

/** Options that every loss takes. */
export interface LossOptions {
  /** @default 'sumOverBatchSize': Σ wᵢ lᵢ / number of losses */
  reduction?: Reduction;
  /** Names the loss in messages. @default its type */
  name?: string;
}

/** A measure of how far predictions are from targets, to be made small. `{ type, options }` is its config. */
export interface Loss {
  readonly type: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly name: string;
  readonly reduction: Reduction;
  /**
   * The loss of each sample (of each time step, where there are some).
   *
   * Shapes: [batch, ..., outputs] twice → [batch, ...]; targets of sparse losses are [batch, ...] or [batch, ..., 1]
   */
  values(yTrue: Tensor, yPred: Tensor): Tensor;
  /** Which targets have a meaning; absent or undefined where all numbers do. Others are refused before training. */
  targets?(yTrue: TensorType, yPred: TensorType): TargetRange | undefined;
  /** Which of the values count, as bool of their shape; absent or undefined where all do. */
  valid?(yTrue: Tensor, yPred: Tensor): Tensor | undefined;
}

export interface LossDefinition<Options> {
  type: string;
  defaults: Required<Options>;
  check?(options: Required<Options>, where: string): void;
  values(yTrue: Tensor, yPred: Tensor, options: Required<Options>): Tensor;
  targets?(yTrue: TensorType, yPred: TensorType, options: Required<Options>): TargetRange | undefined;
  valid?(yTrue: Tensor, yPred: Tensor, options: Required<Options>): Tensor | undefined;
}

/** Makes a loss from options. */
export interface LossFactory<Options extends object = object> {
  (options?: Options & LossOptions): Loss;
  readonly type: string;
  readonly definition: LossDefinition<Options>;
}

/** A factory of some loss, its options not checked by the compiler. */
export interface AnyLossFactory {
  (options?: never): Loss;
  readonly type: string;
  readonly definition: object;
}

/** A loss that has no options but the common ones. */
export type NoOptions = Record<never, never>;

const reductions: readonly Reduction[] = ['sumOverBatchSize', 'mean', 'sum', 'meanWithSampleWeight', 'none'];

/**
 * Makes a loss's factory from its definition. Losses of your own are made the same way.
 *
 * @example
 * const cubed = defineLoss<object>({
 *   type: 'cubed',
 *   defaults: {},
 *   values(yTrue, yPred) {
 *     const [target, prediction] = fitTargets(yTrue, yPred, 'cubed');
 *     return ops.reduceMean(ops.pow(ops.abs(ops.sub(target, prediction)), 3), { axes: [-1] });
 *   },
 * });
 * model.compile({ loss: cubed({ reduction: 'sum' }) });
 */
export function defineLoss<Options extends object>(
  definition: LossDefinition<Options>,
): LossFactory<Options> {
  const { type, defaults } = definition;
  const known = [...Object.keys(defaults), 'reduction', 'name'];
  const make = (given?: Options & LossOptions): Loss => {
    for (const name of Object.keys(given ?? {})) {
      if (!known.includes(name)) throw new UnknownNameError(type, 'option', name, known);
    }
    const options = { ...defaults, ...given } as Required<Options> & LossOptions;
    const { reduction = 'sumOverBatchSize', name = type } = options;
    if (!reductions.includes(reduction))
      throw new UnknownNameError(`${type}: reduction`, 'reduction', String(reduction), reductions);
    if (typeof name !== 'string') throw new ValueError(`${type}: name`, 'a string', show(name));
    definition.check?.(options, type);
    return {
      type,
      options,
      name,
      reduction,
      values: (yTrue, yPred) => definition.values(yTrue, yPred, options),
      targets: (yTrue, yPred) => definition.targets?.(yTrue, yPred, options),
      valid: (yTrue, yPred) => definition.valid?.(yTrue, yPred, options),
    };
  };
  return Object.assign(make, { type, definition });
}
