import type { Engine } from '../engines/engine.js';
import { pickEngine } from '../engines/pick.js';
import { MinibatchError } from '../errors.js';
import { randomSeed } from '../platform/entropy.js';
import { type Compiled, type CompileOptions, compile } from '../train/compile.js';
import type { FitHost } from '../train/fit.js';
import { Trainer } from '../train/trainer.js';
import { type FitSession, type TrainingState, takeState } from '../train/training-state.js';
import type { Network } from './network.js';
import { copyWeights, ensureWeights, writeWeights } from './network-weights.js';

/** What a model keeps from call to call: how it was compiled, its seed, its engine, and the memory it trains in. */
export class ModelRuntime {
  #options: CompileOptions | undefined;
  #compiled: Compiled | undefined;
  #trainer: Trainer | undefined;
  #predictor: Trainer | undefined;
  #session: FitSession | undefined;
  #seed: number | undefined;
  #inFit = false;

  /** @param network Throws as long as the inputs' shapes are not known. */
  constructor(readonly network: () => Network) {}

  /** Fixes everything random of the model; drawn once if nobody chose it. */
  get seed(): number {
    this.#seed ??= randomSeed();
    return this.#seed;
  }

  /** Takes a seed for the first weights, if none has been drawn yet. */
  offerSeed(seed: unknown): void {
    if (this.#seed === undefined && Number.isSafeInteger(seed)) this.#seed = seed as number;
  }

  /** @param outputs Names of the outputs; undefined as long as they are not known. */
  compile(options: CompileOptions, outputs: readonly string[] | undefined): void {
    if (this.#inFit) throw notInFit('compile');
    // Everything is checked now; losses find their outputs when the model is built.
    const checked = compile(outputs ?? ['output'], options);
    this.#options = options;
    this.#compiled = outputs === undefined ? undefined : checked;
    this.#forget();
  }

  /** Lets go of all that was made for the network as it was, or for how it was compiled. */
  #forget(): void {
    this.#trainer?.release();
    this.#predictor?.release();
    this.#trainer = undefined;
    this.#predictor = undefined;
    this.#session = undefined;
  }

  /** One `fit` at a time: a second would train on the same memory. */
  async exclusively<T>(work: () => Promise<T>): Promise<T> {
    if (this.#inFit) throw notInFit('fit');
    this.#inFit = true;
    try {
      return await work();
    } finally {
      this.#inFit = false;
      this.#trainer?.memory.letGo();
    }
  }

  requireCompiled(where: string): void {
    if (this.#options !== undefined) return;
    throw new MinibatchError(
      `${where}: expected a compiled model, got one that is not. Call model.compile({ optimizer: 'adam', loss: … }) first.`,
    );
  }

  /** The network as it is now. After layers were added, what was made for the shorter one is of no use. */
  #present(): Network {
    const network = this.network();
    const stale = (this.#trainer ?? this.#predictor)?.model !== network;
    if (stale && (this.#trainer !== undefined || this.#predictor !== undefined)) {
      this.#forget();
      this.#compiled = undefined;
    }
    return network;
  }

  /**
   * Everything that training needs, made where it is missing.
   *
   * @param mode 'evaluate' reads weights only.
   */
  async training(where: string, mode: 'train' | 'evaluate'): Promise<FitHost> {
    this.requireCompiled(where);
    const network = this.#present();
    this.#compiled ??= compile(
      network.outputs.map((output) => output.name),
      this.#options!,
    );
    const { engine, note } = await engineAndNote();
    this.#trainer ??= new Trainer(network, engine, this.#compiled);
    this.#trainer.memory.adopt(network.weights, {
      seed: this.seed,
      training: mode === 'train' ? where : undefined,
    });
    if (this.#inFit && where === 'fit') this.#trainer.memory.hold();
    this.#predictor?.release();
    this.#predictor = undefined;
    return {
      trainer: this.#trainer,
      objective: this.#compiled.objective,
      seed: this.seed,
      notes: note === undefined ? [] : [note],
      ...this.weightAccess(),
      keep: (session) => {
        this.#session = session;
      },
    };
  }

  async predicting(): Promise<Trainer> {
    const network = this.#present();
    const { engine } = await engineAndNote();
    if (this.#trainer === undefined) this.#predictor ??= new Trainer(network, engine, {});
    const used = this.#trainer ?? this.#predictor!;
    used.memory.adopt(network.weights, { seed: this.seed, training: undefined });
    return used;
  }

  /** How callbacks reach the weights. */
  weightAccess(): Pick<FitHost, 'weightNames' | 'getWeights' | 'setWeights'> {
    const network = this.network();
    return {
      weightNames: network.weights.map((each) => each.path),
      getWeights: () => {
        ensureWeights(network, () => this.seed);
        return copyWeights(network);
      },
      setWeights: (weights) => writeWeights(network, weights),
    };
  }

  state(): TrainingState {
    if (this.#trainer !== undefined && this.#session !== undefined)
      return takeState(this.#trainer, this.#session);
    throw new MinibatchError(
      'trainingState: expected a model that fit was called on, got none. Call fit first.',
    );
  }
}

function notInFit(where: string): MinibatchError {
  const wish = where === 'fit' ? 'one fit at a time on a model' : 'a model that is not in a fit';
  return new MinibatchError(`${where}: expected ${wish}, got a call while one is under way. Await it first.`);
}

let noteIsSaid = false;

/** The engine, and once per process what should be said about it. */
async function engineAndNote(): Promise<{ engine: Engine; note: string | undefined }> {
  const { engine, note } = await pickEngine();
  const first = !noteIsSaid;
  noteIsSaid = true;
  return { engine, note: first ? note : undefined };
}
