import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { NDArray } from '../../array/ndarray.js';
import { readWeightsFile } from '../../files/weights-file.js';
import { FakeRun, fakeFit } from '../../testing/fake-run.js';
import { type ModelCheckpointOptions, modelCheckpoint } from './model-checkpoint.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'minibatch-checkpoint-'));
});
afterEach(() => rm(folder, { recursive: true }));

const values = [3, 1, 2, 0.5];
const logs = (epoch: number) => ({ loss: 9, val_loss: values[epoch] });
const training = { stepMs: () => 1, logs };
const runOf = (epochs = 4, more = {}) =>
  new FakeRun({ epochs, metrics: ['loss', 'val_loss'], doValidation: true, ...more });
const weightOf = (run: FakeRun) => ({
  name: 'weights',
  onEpochBegin: (epoch: number) => {
    run.weight = epoch;
  },
});

describe('modelCheckpoint', () => {
  test('a file holds the weights, their names and where training stood', async () => {
    const run = Object.assign(runOf(), {
      weightNames: ['dense/kernel', 'dense/bias', 'dense/bias'],
      getWeights: () => [
        new NDArray(Uint8Array.of(1), [1], 'bool'),
        new NDArray(Float64Array.of(1 / 3, run.epoch), [2, 1]),
        new NDArray(Float32Array.of(5), []),
      ],
    });
    await fakeFit(run, [modelCheckpoint({ filePath: join(folder, 'new/last.safetensors') })], training);
    const { weights, names, metadata } = await readWeightsFile(join(folder, 'new/last.safetensors'));
    run.epoch = 3;
    expect(weights).toEqual(run.getWeights());
    expect(names).toEqual(['dense/kernel', 'dense/bias', 'dense/bias:weight_002']);
    expect(metadata).toEqual({
      format: 'minibatch weights',
      epoch: '3',
      updates: '4',
      'log:loss': '9.0',
      'log:val_loss': '0.5',
    });
  });

  test('says what it saves and why, if asked to', async () => {
    const run = runOf();
    await fakeFit(
      run,
      [modelCheckpoint({ save: () => undefined, saveBestOnly: true, verbose: 1 })],
      training,
    );
    expect(run.said).toEqual([
      'Epoch 1: val_loss improved from none to 3.00000, saved weights',
      'Epoch 2: val_loss improved from 3.00000 to 1.00000, saved weights',
      'Epoch 3: val_loss did not improve from 1.00000',
      'Epoch 4: val_loss improved from 1.00000 to 0.50000, saved weights',
    ]);
    const filePath = join(folder, '{epoch}.safetensors');
    await fakeFit(run, [modelCheckpoint({ filePath, verbose: 1 })], training);
    expect(run.said.at(-1)).toBe(`Epoch 4: saved weights to ${join(folder, '4.safetensors')}`);
  });

  test('save is given copies and where training stood, and is awaited', async () => {
    const seen: unknown[] = [];
    const run = runOf();
    const save: ModelCheckpointOptions['save'] = async (weights, info) => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      seen.push([weights[0].data[0], info]);
    };
    await fakeFit(
      run,
      [weightOf(run), modelCheckpoint({ save, saveBestOnly: true, monitor: 'val_loss' })],
      training,
    );
    expect(seen).toEqual(
      [0, 1, 3].map((epoch) => [
        epoch,
        { epoch, updates: epoch + 1, logs: logs(epoch), filePath: undefined },
      ]),
    );
  });

  test('an epoch without validation does not replace the best; one of unknown name does, and is said', async () => {
    const sometimes = { ...training, logs: (epoch: number) => (epoch === 2 ? { loss: 9 } : logs(epoch)) };
    const saved: number[] = [];
    const save: ModelCheckpointOptions['save'] = (_, { epoch }) => void saved.push(epoch);
    await fakeFit(runOf(3), [modelCheckpoint({ save, saveBestOnly: true })], sometimes);
    expect(saved).toEqual([0, 1]);
    const run = runOf(3);
    await fakeFit(run, [modelCheckpoint({ save, saveBestOnly: true, monitor: 'vall_loss' })], training);
    expect(saved).toEqual([0, 1, 0, 1, 2]);
    expect(run.said).toEqual([
      "modelCheckpoint: there is no 'vall_loss' to monitor; there are loss, val_loss. Did you mean 'val_loss'?",
    ]);
  });

  test('what could not be saved does not count as saved', async () => {
    const taken = join(folder, 'taken.safetensors');
    await writeFile(join(folder, 'file'), 'x');
    const callback = modelCheckpoint({
      filePath: join(folder, 'file/taken.safetensors'),
      saveBestOnly: true,
    });
    await expect(fakeFit(runOf(), [callback], training)).rejects.toThrow(
      `Cannot write '${join(folder, 'file')}`,
    );
    expect(callback.getState?.()).toEqual({ best: null, updatesSinceSaving: 0 });
    await expect(readWeightsFile(taken)).rejects.toThrow('there is no such file');
    expect(await readdir(folder)).toEqual(['file']);
  });

  test('goes on from its state as if it had not stopped', async () => {
    for (const options of [{ saveFreq: 3 }, { saveBestOnly: true }]) {
      const trial = async (cuts: number[]) => {
        const saved: unknown[] = [];
        const save: ModelCheckpointOptions['save'] = (_, { updates }) => void saved.push(updates);
        const run = runOf(0, { steps: 2 });
        let state: unknown;
        for (const epochs of [...cuts, 4]) {
          Object.assign(run.params, { initialEpoch: run.params.epochs, epochs });
          const callback = modelCheckpoint({ ...options, save });
          if (state !== undefined) callback.setState?.(JSON.parse(JSON.stringify(state)));
          await fakeFit(run, [callback], training);
          state = callback.getState?.();
        }
        return saved;
      };
      expect(await trial([1, 2, 3])).toEqual(await trial([]));
    }
  });

  test('options that do not fit are refused when it is made', () => {
    const make = (options: object) => () => modelCheckpoint(options as ModelCheckpointOptions);
    expect(make({})).toThrow('modelCheckpoint: expected filePath or save, got neither.');
    expect(make({ filePath: 'a.h5' })).toThrow("a name that ends in .safetensors, got 'a.h5'");
    expect(make({ filePath: '{epoch:02x}.safetensors' })).toThrow(
      "a format like {epoch:02d} or {val_loss:.2f}, got '{epoch:02x}'",
    );
    expect(make({ filePath: '{epoch.safetensors' })).toThrow('every { to have its }');
    expect(make({ save: () => undefined, saveFreq: 0 })).toThrow('saveFreq');
    expect(make({ save: () => undefined, saveFreq: 1.5 })).toThrow('saveFreq');
    expect(make({ save: () => undefined, initialValueThreshold: Number.NaN })).toThrow(
      'initialValueThreshold',
    );
  });

  test('a file name that can have no value is refused before the first step', async () => {
    const refused = async (name: string, run: FakeRun, more = {}) => {
      const callback = modelCheckpoint({ filePath: join(folder, `${name}.safetensors`), ...more });
      await expect(fakeFit(run, [callback], training)).rejects.toThrow(
        'names that have a value when it is written',
      );
      expect(run.updates).toBe(0);
    };
    await refused('{val_loss}', runOf(1, { doValidation: false }));
    await refused('{val_loss}', runOf(1), { saveFreq: 2 });
    await refused('{batch}', runOf(1));
    const unknown = modelCheckpoint({ filePath: join(folder, '{los:.2f}.safetensors') });
    await expect(fakeFit(runOf(1), [unknown], training)).rejects.toThrow("Did you mean 'loss'?");
  });
});
