import { type NDArray, sizeOf } from '../array/ndarray.js';
import { isDataset } from '../data/dataset.js';
import { fromArrays, type UserData } from '../data/from-arrays.js';
import { isBatchSource } from '../data/iterable.js';
import { MinibatchError, ValueError } from '../errors.js';
import type { TensorType } from '../graph/tensor.js';
import type { Layer, MaskedTensor, SymbolicTensor, TraceContext } from '../layers/layer.js';
import { connect } from '../layers/symbolic.js';
import { evaluate } from '../train/evaluate.js';
import { fit } from '../train/fit.js';
import { onBatch, predictOnBatch } from '../train/on-batch.js';
import { predict } from '../train/predict.js';
import type { Model, ModelConfig, Predictions } from './model.js';
import { ModelRuntime } from './model-runtime.js';
import type { Network } from './network.js';
import { summarize } from './summary.js';

/** What is particular to a kind of model. */
export interface ModelSource {
  readonly type: 'sequential' | 'model';
  readonly name: string | undefined;
  /** The layers connected; undefined as long as the inputs' shapes are not known. */
  network(): Network | undefined;
  /** Connects the layers for inputs of these types, where it had to wait for them. */
  build(inputs: readonly TensorType[]): void;
  /** Names of the outputs, also before the layers are connected. */
  outputNames(): readonly string[] | undefined;
  readonly layers: () => readonly Layer[];
  config(): ModelConfig;
  /** Puts several outputs in the form that the model was made with. */
  shapeOutputs(outputs: NDArray[]): Predictions;
}

/** Gives a model its face: a layer that can be compiled, trained and used. */
export function makeModel(source: ModelSource): Model {
  const name = source.name ?? source.type;
  let trainable = true;
  const network = (): Network => {
    const found = source.network();
    if (found !== undefined) return found;
    throw new MinibatchError(
      `${name}: expected to know its inputs' shape, got none yet. Give the first layer an inputShape, or call fit first.`,
    );
  };
  const runtime = new ModelRuntime(network);
  const buildFor = (data: UserData, where: string) => {
    if (source.network() !== undefined) return;
    source.build([{ dtype: 'float32', shape: ['batch', ...sampleShape(data, where)] }]);
  };
  const training = (where: string, data: UserData, mode: 'train' | 'evaluate') => {
    runtime.requireCompiled(where);
    buildFor(data, where);
    return runtime.training(where, mode);
  };
  const predicting = (where: string, x: unknown) => {
    buildFor({ x }, where);
    return runtime.predicting();
  };

  const asLayer = {
    type: source.type,
    name,
    givenName: source.name,
    get options() {
      return source.config() as Readonly<Record<string, unknown>>;
    },
    get layers() {
      return source.layers();
    },
    get inputs() {
      return network().inputs;
    },
    get outputs() {
      return network().outputs;
    },
    get weights() {
      return source.network()?.weights.map((each) => each.weight) ?? [];
    },
    get weightPaths() {
      return source.network()?.weights.map((each) => each.path) ?? [];
    },
    get inputTypes() {
      return source.network()?.inputs;
    },
    get inputIds() {
      return source.network()?.inputIds;
    },
    get weightNames() {
      return network().weights.map((each) => each.path);
    },
    get trainable() {
      return trainable;
    },
    set trainable(value: boolean) {
      trainable = value;
      for (const layer of source.layers()) layer.trainable = value;
    },
    build(inputs: readonly TensorType[]) {
      if (source.network() === undefined) source.build(inputs);
      else network().checkInputs(inputs);
    },
    trace(inputs: readonly MaskedTensor[], context: TraceContext): MaskedTensor[] {
      asLayer.build(inputs.map((each) => each.tensor));
      return network().trace(inputs, context);
    },
  };

  const asModel: Omit<Model, keyof typeof asLayer> = {
    compile(options = {}) {
      runtime.compile(options, source.outputNames());
    },
    fit: (x, y, options) =>
      runtime.exclusively(async () => {
        runtime.offerSeed(options?.seed);
        const host = await training('fit', { x, y, sampleWeight: options?.sampleWeight }, 'train');
        return fit(host, x, y, options);
      }),
    evaluate: async (x, y, options) =>
      evaluate(await training('evaluate', { x, y }, 'evaluate'), x, y, options),
    predict: async <T extends Predictions>(x: unknown, options?: Parameters<Model['predict']>[1]) => {
      const trainer = await predicting('predict', x);
      return source.shapeOutputs(await predict(trainer, runtime.weightAccess(), x, options)) as T;
    },
    trainOnBatch: async (x, y, options) =>
      onBatch(await training('trainOnBatch', { x, y }, 'train'), 'train', { x, y }, options),
    testOnBatch: async (x, y, options) =>
      onBatch(await training('testOnBatch', { x, y }, 'evaluate'), 'test', { x, y }, options),
    predictOnBatch: async <T extends Predictions>(x: unknown) => {
      return source.shapeOutputs(await predictOnBatch(await predicting('predictOnBatch', x), x)) as T;
    },
    getWeights: () => runtime.weightAccess().getWeights(),
    setWeights: (weights) => runtime.weightAccess().setWeights(weights as readonly NDArray[]),
    countParams: () => network().weights.reduce((sum, { weight }) => sum + sizeOf(weight.shape), 0),
    summary: () => summarize(name, source.network(), source.layers()),
    toJSON: () => source.config(),
    trainingState: () => runtime.state(),
  };

  const call = (inputs: SymbolicTensor | readonly SymbolicTensor[]) => {
    const outputs = connect(model, inputs);
    return outputs.length === 1 ? outputs[0] : outputs;
  };
  const face = { ...Object.getOwnPropertyDescriptors(asLayer), ...Object.getOwnPropertyDescriptors(asModel) };
  const model = Object.defineProperties(call, face) as unknown as Model;
  return model;
}

/**
 * The shape of one sample, for a model that waits for its data. One number a sample is [1].
 *
 * @throws ValueError or ShapeError for data that no model could take: a model is not to be built for a mistake.
 */
function sampleShape(data: UserData, where: string): readonly number[] {
  const { x } = data;
  if (isDataset(x)) return x.x[0].shape;
  if (isBatchSource(x)) {
    const fix = 'Give the first layer an inputShape.';
    throw new ValueError(`${where}: x`, 'an array, to learn the shape of a sample from', 'batches', fix);
  }
  const { x: parts } = fromArrays(data, {
    where,
    inputs: [{ name: 'input' }],
    outputs: [{ name: 'output' }],
  });
  const { shape } = parts[0];
  return shape.length === 0 ? [1] : shape;
}
