import { describe, expect, test } from 'vitest';
import { FakeRun, fakeFit } from '../../testing/fake-run.js';
import type { Logs } from './callback.js';
import { type EarlyStoppingOptions, earlyStopping } from './early-stopping.js';

const metrics = ['loss', 'val_loss', 'val_accuracy'];
const watched = (values: number[]) => ({
  stepMs: () => 1,
  logs: (epoch: number) => ({ val_loss: values[epoch] }),
});
const runOf = (epochs: number, more = {}) => new FakeRun({ epochs, metrics, doValidation: true, ...more });

async function stopOf(values: number[], options: EarlyStoppingOptions): Promise<number | null> {
  const callback = earlyStopping(options);
  await fakeFit(runOf(values.length), [callback], watched(values));
  return callback.stoppedEpoch;
}

describe('earlyStopping', () => {
  test('says when it stopped and what it put back, if asked to', async () => {
    const run = runOf(6);
    const weights = {
      name: 'weights',
      onEpochBegin: (epoch: number) => {
        run.weight = epoch;
      },
    };
    const callback = earlyStopping({ patience: 2, restoreBestWeights: true, verbose: 1 });
    await fakeFit(run, [weights, callback], watched([3, 1, 2, 2, 2, 2]));
    expect(run.said).toEqual(['Epoch 4: early stopping', 'Restoring the weights of the best epoch, 2']);
    expect(run.weight).toBe(1);
    expect(run.stopped).toBe('val_loss has not improved for 2 epochs');
    expect(callback).toMatchObject({
      name: 'earlyStopping',
      best: 1,
      bestEpoch: 1,
      stoppedEpoch: 3,
      wait: 2,
    });
    expect(callback.options).toEqual({ patience: 2, restoreBestWeights: true, verbose: 1 });
  });

  test('a first value of NaN does not stay the best for ever', async () => {
    expect(await stopOf([Number.NaN, 1, 0.5, 0.25, 0.2, 0.1], { patience: 2 })).toBeNull();
    expect(await stopOf([1, Number.NaN, Number.NaN, 0.5], { patience: 2 })).toBe(2);
  });

  test('can be used for one fit after another', async () => {
    const callback = earlyStopping({ patience: 1 });
    for (const expected of [2, 2]) {
      await fakeFit(runOf(4), [callback], watched([3, 2, 2, 1]));
      expect(callback.stoppedEpoch).toBe(expected);
    }
  });

  test('epochs without validation do not count', async () => {
    const run = runOf(6);
    const logs = (epoch: number): Logs => (epoch % 2 === 0 ? { loss: 1, val_loss: 1 } : { loss: 1 });
    const callback = earlyStopping({ patience: 2 });
    await fakeFit(run, [callback], { stepMs: () => 1, logs });
    expect(callback.stoppedEpoch).toBe(4);
    expect(run.said).toEqual([]);
  });

  test('goes on from its state, at whatever epoch, as if it had not stopped', async () => {
    const values = [3, 2.5, 2.6, 2.4, 2.5, 2.5, 2.45, 2.5];
    for (let cut = 1; cut < 7; cut++) {
      const run = runOf(cut);
      const weights = {
        name: 'weights',
        onEpochBegin: (epoch: number) => {
          run.weight = 0.1 + epoch;
        },
      };
      const options = { patience: 4, restoreBestWeights: true };
      const first = earlyStopping(options);
      await fakeFit(run, [weights, first, { name: 'save' }], watched(values));
      const second = earlyStopping(options);
      second.setState?.(JSON.parse(JSON.stringify(first.getState?.())));
      Object.assign(run.params, { epochs: 8, initialEpoch: cut });
      await fakeFit(run, [weights, second], watched(values));
      expect([second.stoppedEpoch, second.bestEpoch, second.best, run.weight]).toEqual([
        7,
        3,
        2.4,
        Math.fround(3.1),
      ]);
    }
  });

  test('says once, and before the first step, that there is nothing of that name, and what there is', async () => {
    const run = new FakeRun({ epochs: 3, metrics: ['loss', 'accuracy'] });
    await fakeFit(run, [earlyStopping({ monitor: 'acuracy', mode: 'max' })], {
      stepMs: () => 1,
      logs: () => ({ loss: 1 }),
    });
    await fakeFit(run, [earlyStopping()], { stepMs: () => 1, logs: () => ({ loss: 1 }) });
    expect(run.said).toEqual([
      "earlyStopping: there is no 'acuracy' to monitor; there are loss, accuracy. Did you mean 'accuracy'?",
      "earlyStopping: there is no 'val_loss' to monitor; there are loss, accuracy. Give fit validationData or validationSplit, or monitor another.",
    ]);
  });

  test('knows the direction from the metric, then from its name, or asks for it before the first step', async () => {
    const train = { stepMs: () => 1, logs: (epoch: number) => ({ score: 3 - epoch }) };
    const unknown = new FakeRun({ epochs: 3, metrics: ['score'] });
    await expect(fakeFit(unknown, [earlyStopping({ monitor: 'score' })], train)).rejects.toThrow(
      "earlyStopping: monitor: expected a metric known to be better small or large, got 'score'. Pass mode: 'max' if more is better",
    );
    expect(unknown.updates).toBe(0);
    const told = new FakeRun({ epochs: 3, metrics: ['score'], directions: { score: 'max' } });
    const callback = earlyStopping({ monitor: 'score' });
    await fakeFit(told, [callback], train);
    expect(callback.stoppedEpoch).toBe(1);
  });

  test('options out of range are refused', () => {
    expect(() => earlyStopping({ patience: -1 })).toThrow('earlyStopping: patience: expected a whole number');
    expect(() => earlyStopping({ startFromEpoch: 0.5 })).toThrow('startFromEpoch');
    expect(() => earlyStopping({ minDelta: Number.NaN })).toThrow(
      'minDelta: expected a finite number, got NaN',
    );
    expect(() => earlyStopping({ mode: 'maximum' as 'max' })).toThrow(
      "mode: expected 'auto', 'min' or 'max'",
    );
  });
});
