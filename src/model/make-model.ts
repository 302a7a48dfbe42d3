import { allocate, NDArray, showShape, sizeOf } from '../array/ndarray.js';
import { type ArrayInput, toNDArray } from '../array/nested.js';
import type { Engine } from '../engines/engine.js';
import { pickEngine } from '../engines/pick.js';
import { MinibatchError, ShapeError, ValueError } from '../errors.js';
import type { TensorType } from '../graph/tensor.js';
import type { Layer, MaskedTensor, SymbolicTensor, TraceContext } from '../layers/layer.js';
import { connect } from '../layers/symbolic.js';
import { randomSeed } from '../platform/entropy.js';
import { type Compiled, compile } from '../train/compile.js';
import { evaluate } from '../train/evaluate.js';
import { type FitHost, fit } from '../train/fit.js';
import { onBatch, predictOnBatch } from '../train/on-batch.js';
import { predict } from '../train/predict.js';
import { Trainer } from '../train/trainer.js';
import { type FitSession, takeState } from '../train/training-state.js';
import { initialize } from '../train/weight-memory.js';
import type { Model, ModelConfig, Predictions } from './model.js';
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
  readonly layers: () => readonly Layer[];
  config(): ModelConfig;
  /** Puts several outputs in the form that the model was made with. */
  shapeOutputs(outputs: NDArray[]): Predictions;
}

/** Gives a model its face: a layer that can be compiled, trained and used. */
export function makeModel(source: ModelSource): Model {
  const { type } = source;
  const name = source.name ?? type;
  let compiled: Compiled | undefined;
  let trainer: Trainer | undefined;
  let predictor: Trainer | undefined;
  let engine: Engine | undefined;
  let session: FitSession | undefined;
  let seed: number | undefined;
  let trainable = true;

  const network = (): Network => {
    const found = source.network();
    if (found !== undefined) return found;
    throw new MinibatchError(
      `${name}: expected to know its inputs' shape, got none yet. Give the first layer an inputShape, or call fit first.`,
    );
  };
  const buildFor = (x: unknown, where: string) => {
    if (source.network() !== undefined) return;
    const shape = sampleShape(x, where);
    source.build([{ dtype: 'float32', shape: ['batch', ...shape] }]);
  };
  const seedOf = (): number => {
    seed ??= randomSeed();
    return seed;
  };
  const ensureWeights = (): void => {
    for (const [stream, { weight }] of network().weights.entries()) {
      if (weight.data !== undefined) continue;
      weight.data = allocate('float32', sizeOf(weight.shape)) as Float32Array;
      initialize(weight, weight.data, { seed: seedOf(), stream });
    }
  };
  const requireCompiled = (where: string): Compiled => {
    if (compiled !== undefined) return compiled;
    throw new MinibatchError(
      `${where}: expected a compiled model, got one that is not. Call model.compile({ optimizer: 'adam', loss: … }) first.`,
    );
  };
  const ready = async (where: string, x: unknown): Promise<FitHost> => {
    const { optimizer, threads } = requireCompiled(where);
    buildFor(x, where);
    engine ??= (await pickEngine()).engine;
    const { objective } = objectiveOf();
    trainer ??= new Trainer(network(), engine, { optimizer, objective, threads });
    trainer.memory.adopt(network().weights, seedOf());
    predictor?.release();
    predictor = undefined;
    return {
      trainer,
      objective,
      seed: seedOf(),
      weightNames: model.weightNames,
      getWeights: () => model.getWeights(),
      setWeights: (weights) => model.setWeights(weights),
      keep(started) {
        session = started;
      },
    };
  };
  /** Losses belong to outputs, whose names are known only when the model is built. */
  let pendingCompile: Parameters<Model['compile']>[0];
  const objectiveOf = (): Compiled => {
    if (compiled!.objective.outputs.length === 0) {
      compiled = compile(
        network().outputs.map((output) => output.name),
        pendingCompile ?? {},
      );
    }
    return compiled!;
  };
  const readyToPredict = async (x: unknown, where: string): Promise<Trainer> => {
    buildFor(x, where);
    engine ??= (await pickEngine()).engine;
    if (trainer === undefined) predictor ??= new Trainer(network(), engine, {});
    const used = trainer ?? predictor!;
    used.memory.adopt(network().weights, seedOf());
    return used;
  };
  const forget = () => {
    trainer?.release();
    predictor?.release();
    trainer = undefined;
    predictor = undefined;
  };

  const face = {
    type,
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
      face.build(inputs.map((each) => each.tensor));
      return network().trace(inputs, context);
    },

    compile(options: Parameters<Model['compile']>[0] = {}) {
      const outputs = source.network()?.outputs.map((output) => output.name);
      // Names and options are checked now, even where the outputs are not known yet.
      const checked = compile(outputs ?? ['output'], options);
      compiled = outputs === undefined ? { ...checked, objective: { outputs: [] } } : checked;
      pendingCompile = options;
      forget();
      session = undefined;
    },
    async fit(x: unknown, y?: unknown, options: Parameters<Model['fit']>[2] = {}) {
      if (seed === undefined && Number.isSafeInteger(options?.seed)) seed = options.seed;
      return fit(await ready('fit', x), x, y, options);
    },
    async evaluate(x: unknown, y?: unknown, options?: Parameters<Model['evaluate']>[2]) {
      return evaluate(await ready('evaluate', x), x, y, options);
    },
    async predict(x: unknown, options?: Parameters<Model['predict']>[1]) {
      const host = { weightNames: [], getWeights: () => model.getWeights(), setWeights: model.setWeights };
      return source.shapeOutputs(await predict(await readyToPredict(x, 'predict'), host, x, options));
    },
    async trainOnBatch(x: unknown, y: unknown, options?: Parameters<Model['trainOnBatch']>[2]) {
      return onBatch(await ready('trainOnBatch', x), 'train', { x, y }, options);
    },
    async testOnBatch(x: unknown, y: unknown, options?: Parameters<Model['testOnBatch']>[2]) {
      return onBatch(await ready('testOnBatch', x), 'test', { x, y }, options);
    },
    async predictOnBatch(x: unknown) {
      return source.shapeOutputs(await predictOnBatch(await readyToPredict(x, 'predictOnBatch'), x));
    },

    getWeights(): NDArray[] {
      ensureWeights();
      return network().weights.map(
        ({ weight }) => new NDArray(Float32Array.from(weight.data!), weight.shape),
      );
    },
    setWeights(weights: readonly unknown[]): void {
      const own = network().weights;
      if (weights.length !== own.length) {
        throw new ShapeError(
          `${name}: setWeights`,
          `${own.length} arrays, as getWeights gives`,
          `${weights.length}`,
        );
      }
      const arrays = weights.map((array, i) => toNDArray(array as ArrayInput, `setWeights: ${own[i].path}`));
      for (const [i, { shape }] of arrays.entries()) {
        if (shape.join() !== own[i].weight.shape.join()) {
          throw new ShapeError(
            `setWeights: ${own[i].path}`,
            showShape(own[i].weight.shape),
            showShape(shape),
          );
        }
      }
      for (const [i, { weight }] of own.entries()) {
        weight.data ??= allocate('float32', sizeOf(weight.shape)) as Float32Array;
        weight.data.set(Float32Array.from(arrays[i].data, Number));
      }
    },
    countParams(): number {
      return network().weights.reduce((sum, { weight }) => sum + sizeOf(weight.shape), 0);
    },
    summary(): string {
      return summarize(name, source.network(), source.layers());
    },
    toJSON(): ModelConfig {
      return source.config();
    },
    trainingState() {
      if (trainer === undefined || session === undefined) {
        throw new MinibatchError(
          'trainingState: expected a model that fit was called on, got none. Call fit first.',
        );
      }
      return takeState(trainer, session);
    },
  };
  const call = (inputs: SymbolicTensor | readonly SymbolicTensor[]) => {
    const outputs = connect(model, inputs);
    return outputs.length === 1 ? outputs[0] : outputs;
  };
  const model = Object.defineProperties(call, Object.getOwnPropertyDescriptors(face)) as unknown as Model;
  return model;
}

/** The shape of one sample, for a model that waits for its data. One number a sample is [1]. */
function sampleShape(x: unknown, where: string): readonly number[] {
  if (typeof x === 'object' && x !== null && 'samples' in x && 'x' in x) {
    return (x as { x: readonly { shape: readonly number[] }[] }).x[0].shape;
  }
  const plain =
    Array.isArray(x) || ArrayBuffer.isView(x) || (typeof x === 'object' && x !== null && 'shape' in x);
  if (!plain) {
    throw new ValueError(
      where,
      'an array, to learn the shape of a sample from',
      typeof x,
      'Give the first layer an inputShape.',
    );
  }
  const shape = toNDArray(x as ArrayInput, `${where}: x`).shape.slice(1);
  return shape.length === 0 ? [1] : shape;
}
