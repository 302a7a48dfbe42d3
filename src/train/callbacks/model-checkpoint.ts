import type { NDArray } from '../../array/ndarray.js';
import { show, ValueError } from '../../errors.js';
import { writeWeightsFile } from '../../files/weights-file.js';
import { fixed, repr } from '../progress/python-number.js';
import type { Callback, Json, Logs, Run } from './callback.js';
import { type CallbackFactory, defineCallback } from './define-callback.js';
import { fillPattern, namesIn } from './file-pattern.js';
import { Monitor, type MonitorOptions } from './monitor.js';
import { loadNumber, saveNumber } from './saved-values.js';

/** Where training stood when weights were saved. */
export interface CheckpointInfo {
  /** Index of the epoch. */
  epoch: number;
  /** Updates since the model was compiled. */
  updates: number;
  logs: Logs;
  /** The file written, if there is one. */
  filePath?: string;
}

export interface ModelCheckpointOptions extends MonitorOptions {
  /**
   * The file, ending in `.safetensors`. `{epoch:02d}`, `{batch}` (with a number as `saveFreq`) and any log like `{val_loss:.2f}` are
   * filled in, both counted from 1; one of a name without them holds the newest checkpoint.
   */
  filePath?: string;
  /** Takes the weights (copies, in `getWeights` order) instead of a file, or as well. */
  save?: (weights: NDArray[], info: CheckpointInfo) => void | Promise<void>;
  /** 1 says what is saved and why. @default 0 */
  verbose?: 0 | 1;
  /** Saves only when the monitored log has improved. @default false */
  saveBestOnly?: boolean;
  /** `'epoch'`, or a number of updates after which to save, wherever in an epoch that is. @default 'epoch' */
  saveFreq?: 'epoch' | number;
  /** With `saveBestOnly`: a value that the first checkpoint must improve on already. */
  initialValueThreshold?: number;
}

/**
 * Saves the model's weights, at the end of each epoch, or whenever a log improves, or every so many updates.
 *
 * A file is written under a temporary name and renamed: a failure leaves the one before. `readWeightsFile` reads it. As in Keras,
 * the best value is kept from one `fit` to the next. Unlike in Keras, an epoch whose log is left out by `validationFreq` does
 * not replace the best checkpoint.
 *
 * @throws ValueError for options that do not fit; when training begins, if the file's name asks for a log that will not come.
 */
export const modelCheckpoint: CallbackFactory<
  ModelCheckpointOptions,
  Omit<Callback, 'name'>
> = defineCallback('modelCheckpoint', (options: ModelCheckpointOptions) => {
  const { filePath, save, verbose = 0, saveBestOnly = false, saveFreq = 'epoch' } = options;
  const monitor = new Monitor('modelCheckpoint', options, 0);
  check(options);

  let best: number | null = options.initialValueThreshold ?? null;
  let updatesSeen = 0;
  let updatesSinceSaving = 0;

  const checkpoint = async (epoch: number, step: number | null, logs: Logs, run: Run) => {
    const value = saveBestOnly ? monitor.value(logs, run) : undefined;
    if (value === undefined && saveBestOnly && monitor.isExpected(run)) return;
    const say = (text: string) => {
      if (verbose > 0) run.say(`Epoch ${epoch + 1}: ${text}`);
    };
    const before = best === null ? 'none' : fixed(best, 5);
    if (value !== undefined && !monitor.isBetter(value, best)) {
      say(`${monitor.name} did not improve from ${before}`);
      return;
    }
    const path = filePath === undefined ? undefined : pathFor(filePath, epoch, step, logs, run);
    const info: CheckpointInfo = { epoch, updates: run.updates, logs: { ...logs }, filePath: path };
    const weights = run.getWeights();
    if (path !== undefined) await writeWeightsFile(path, weights, run.weightNames, metadataOf(info));
    await save?.(weights, info);
    // Only now: what could not be saved is not the best that there is.
    if (value !== undefined) {
      best = value;
      say(
        `${monitor.name} improved from ${before} to ${fixed(value, 5)}, saved weights${path ? ` to ${path}` : ''}`,
      );
    } else {
      say(`saved weights${path ? ` to ${path}` : ''}`);
    }
  };

  return {
    onTrainBegin(run) {
      if (saveBestOnly) monitor.begin(run);
      if (filePath !== undefined) checkNames(filePath, run, saveFreq);
      updatesSeen = run.updates;
    },
    // Absent where nothing would come of it: a run that has no listener for its steps need not prepare logs for them.
    onTrainBatchEnd:
      saveFreq === 'epoch'
        ? undefined
        : async (step: number, logs: Logs, run: Run) => {
            updatesSinceSaving += run.updates - updatesSeen;
            updatesSeen = run.updates;
            if (updatesSinceSaving < saveFreq) return;
            updatesSinceSaving = 0;
            await checkpoint(run.epoch, step, logs, run);
          },
    async onEpochEnd(epoch, logs, run) {
      if (saveFreq === 'epoch') await checkpoint(epoch, null, logs, run);
    },
    getState(): Json {
      return { best: best === null ? null : saveNumber(best), updatesSinceSaving };
    },
    setState(state: Json) {
      const saved = state as Record<string, Json>;
      best = saved.best === null ? null : loadNumber(saved.best);
      updatesSinceSaving = Number(saved.updatesSinceSaving);
    },
  } satisfies Omit<Callback, 'name'>;
});

function check({ filePath, save, saveFreq = 'epoch', initialValueThreshold }: ModelCheckpointOptions): void {
  const where = 'modelCheckpoint';
  if (filePath === undefined && save === undefined) {
    throw new ValueError(
      where,
      'filePath or save',
      'neither',
      "Say where weights go: filePath: '{epoch:02d}.safetensors'.",
    );
  }
  if (filePath !== undefined && (typeof filePath !== 'string' || !filePath.endsWith('.safetensors'))) {
    throw new ValueError(`${where}: filePath`, 'a name that ends in .safetensors', show(filePath));
  }
  if (filePath !== undefined) {
    fillPattern(
      `${where}: filePath`,
      filePath,
      Object.fromEntries(namesIn(filePath).map((name) => [name, 1])),
    );
  }
  if (saveFreq !== 'epoch' && !(Number.isInteger(saveFreq) && saveFreq > 0)) {
    throw new ValueError(
      `${where}: saveFreq`,
      "'epoch' or a whole number of updates, 1 or more",
      show(saveFreq),
    );
  }
  if (initialValueThreshold !== undefined && !Number.isFinite(initialValueThreshold)) {
    throw new ValueError(`${where}: initialValueThreshold`, 'a finite number', show(initialValueThreshold));
  }
}

/** Finds names that will have no value, before the first epoch. Other names may be logs that another callback adds. */
function checkNames(filePath: string, run: Run, saveFreq: 'epoch' | number): void {
  for (const name of namesIn(filePath)) {
    let fix = '';
    if (name === 'batch' && saveFreq === 'epoch') fix = 'It comes with saveFreq: a number of updates.';
    if (name.startsWith('val_') && saveFreq !== 'epoch')
      fix = "Validation comes later: use saveFreq: 'epoch'.";
    if (name.startsWith('val_') && !run.params.doValidation)
      fix = 'Give fit validationData or validationSplit.';
    if (fix === '') continue;
    throw new ValueError(
      'modelCheckpoint: filePath',
      'names that have a value when it is written',
      `{${name}}`,
      fix,
    );
  }
}

function pathFor(pattern: string, epoch: number, step: number | null, logs: Logs, run: Run): string {
  // With `validationFreq` a log can be missing in this epoch; the weights are still worth saving.
  const missing = Object.fromEntries(run.params.metrics.map((name) => [name, Number.NaN]));
  const batch: Record<string, number> = step === null ? {} : { batch: step + 1 };
  return fillPattern('modelCheckpoint: filePath', pattern, {
    ...missing,
    ...logs,
    ...batch,
    epoch: epoch + 1,
  });
}

function metadataOf({ epoch, updates, logs }: CheckpointInfo): Record<string, string> {
  const texts = Object.entries(logs).map(([name, value]) => [`log:${name}`, repr(value)]);
  return {
    format: 'minibatch weights',
    epoch: String(epoch),
    updates: String(updates),
    ...Object.fromEntries(texts),
  };
}
