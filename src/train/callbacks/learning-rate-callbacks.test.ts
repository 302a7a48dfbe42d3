import { describe, expect, test } from 'vitest';
import { FakeRun, fakeFit } from '../../testing/fake-run.js';
import { History } from '../history.js';
import { learningRateScheduler } from './learning-rate-scheduler.js';
import { reduceLROnPlateau } from './reduce-lr-on-plateau.js';

const flat = { stepMs: () => 1, logs: () => ({ loss: 1 }) };

describe('reduceLROnPlateau', () => {
  test('says what it does, and later callbacks see the rate that the epoch was trained with', async () => {
    const run = new FakeRun({ epochs: 3 });
    const history = new History(null);
    await fakeFit(
      run,
      [reduceLROnPlateau({ monitor: 'loss', patience: 2, factor: 0.5, verbose: 1 }), history],
      flat,
    );
    expect(run.said).toEqual(['Epoch 3: loss stands still, learning rate 0.01 → 0.005']);
    expect(history.history.learning_rate).toEqual([0.01, 0.01, 0.01]);
    expect(run.learningRate).toBe(0.005);
  });

  test('stops at minLr, also if the optimizer keeps its rate in float32', async () => {
    const run = new FakeRun({ epochs: 9 });
    const rounds = {
      name: 'rounds',
      onEpochBegin: () => {
        run.learningRate = Math.fround(run.learningRate);
      },
    };
    const callback = reduceLROnPlateau({
      monitor: 'loss',
      patience: 1,
      factor: 0.5,
      minLr: 0.0033,
      verbose: 1,
    });
    await fakeFit(run, [rounds, callback], flat);
    expect(run.said).toHaveLength(2);
    expect(run.learningRate).toBe(Math.fround(0.0033));
  });

  test('goes on from its state as if it had not stopped', async () => {
    const options = { monitor: 'loss', patience: 2, factor: 0.5, cooldown: 2 };
    const whole = new FakeRun({ epochs: 14 });
    await fakeFit(whole, [reduceLROnPlateau(options)], flat);
    for (let cut = 1; cut < 14; cut++) {
      const run = new FakeRun({ epochs: cut });
      const first = reduceLROnPlateau(options);
      await fakeFit(run, [first], flat);
      const second = reduceLROnPlateau(options);
      second.setState?.(JSON.parse(JSON.stringify(first.getState?.())));
      Object.assign(run.params, { epochs: 14, initialEpoch: cut });
      await fakeFit(run, [second], flat);
      expect(run.learningRate).toBe(whole.learningRate);
    }
    expect(whole.learningRate).toBe(0.01 / 2 ** 4);
  });

  test("has Keras's defaults: val_loss, a tenth, ten epochs, and an improvement of a ten-thousandth", async () => {
    const reductions = async (decrease: number) => {
      const run = new FakeRun({ epochs: 24, metrics: ['val_loss'] });
      const falling = { stepMs: () => 1, logs: (epoch: number) => ({ val_loss: 1 - decrease * epoch }) };
      await fakeFit(run, [reduceLROnPlateau({ verbose: 1 })], falling);
      return run.said.map((line) => line.split(':')[0]);
    };
    expect(await reductions(0)).toEqual(['Epoch 11', 'Epoch 21']);
    expect(await reductions(0.9e-5)).toEqual(['Epoch 11', 'Epoch 23']);
    expect(await reductions(1.1e-4)).toEqual([]);
    const run = new FakeRun({ epochs: 11, metrics: ['val_loss'] });
    await fakeFit(run, [reduceLROnPlateau()], { stepMs: () => 1, logs: () => ({ val_loss: 1 }) });
    expect(run.learningRate).toBe(0.01 * 0.1);
  });

  test('options out of range are refused', () => {
    for (const factor of [0, 1, 1.5, Number.NaN])
      expect(() => reduceLROnPlateau({ factor })).toThrow('factor: expected');
    expect(() => reduceLROnPlateau({ patience: 1.5 })).toThrow('patience: expected a whole number');
    expect(() => reduceLROnPlateau({ cooldown: -1 })).toThrow('cooldown: expected a whole number');
    expect(() => reduceLROnPlateau({ minLr: -1 })).toThrow('minLr: expected a number from 0, got -1');
  });
});

describe('learningRateScheduler', () => {
  test('says the rate of each epoch if asked to', async () => {
    const run = new FakeRun({ epochs: 2 });
    await fakeFit(run, [learningRateScheduler({ schedule: (epoch) => 0.5 / (epoch + 1), verbose: 1 })], flat);
    expect(run.said).toEqual(['Epoch 1: learning rate 0.5', 'Epoch 2: learning rate 0.25']);
  });

  test('a schedule that gives no rate is refused, with the place', async () => {
    for (const [result, shown] of [
      ['0.1', "'0.1'"],
      [Number.NaN, 'NaN'],
      [undefined, 'undefined'],
      [-1, '-1'],
    ]) {
      const callback = learningRateScheduler({ schedule: () => result as number });
      await expect(fakeFit(new FakeRun(), [callback], flat)).rejects.toThrow(
        `learningRateScheduler: schedule(0, 0.01): expected a finite number from 0, got ${shown}.`,
      );
    }
    expect(() => learningRateScheduler({ schedule: 0.1 as never })).toThrow('expected a function');
  });
});
