import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { FakeRun, type FakeTraining, fakeFit } from '../testing/fake-run.js';
import { History } from './history.js';

const losses = [1.6794, 1.6546, 1.6671];
const training: FakeTraining = {
  stepMs: (step) => (step === 0 ? 2 : 0.25),
  logs: (epoch) => ({ loss: losses[epoch], accuracy: [0.25, 0.75, 0.5][epoch] }),
  validation: { steps: 2, stepMs: 1, logs: (epoch) => ({ loss: 2 + epoch, accuracy: 0 }) },
};
const params = {
  epochs: 3,
  steps: 2,
  batchSize: 4,
  metrics: ['loss', 'accuracy', 'val_loss', 'val_accuracy'],
};

async function train(run = new FakeRun(params), given = training): Promise<History<string>> {
  const history = new History('the plan');
  await fakeFit(run, [history], given);
  return history;
}

describe('History', () => {
  test('keeps the logs by name and epoch, in their order', async () => {
    const history = await train();
    expect(Object.entries(history.history)).toEqual([
      ['loss', losses],
      ['accuracy', [0.25, 0.75, 0.5]],
      ['val_loss', [2, 3, 4]],
      ['val_accuracy', [0, 0, 0]],
    ]);
    expect(history.epoch).toEqual([0, 1, 2]);
    expect(history.plan).toBe('the plan');
    expect(history.params).toMatchObject({ epochs: 3, steps: 2, batchSize: 4, verbose: 1 });
  });

  test('knows what went into each epoch, and its time', async () => {
    const history = await train();
    expect(history.sizes).toEqual([4, 4, 4]);
    expect(history.steps).toEqual([2, 2, 2]);
    expect(history.samples).toEqual([6, 6, 6]);
    expect(history.firstStepMs).toBe(2);
    expect(history.timings).toEqual([
      { msPerStep: 0.25, stepsMs: 2.25, validationMs: 2, epochMs: 4.25 },
      { msPerStep: 0.25, stepsMs: 0.5, validationMs: 2, epochMs: 2.5 },
      { msPerStep: 0.25, stepsMs: 0.5, validationMs: 2, epochMs: 2.5 },
    ]);
  });

  test('says the size of the batches there were, not of the batch that was asked for', async () => {
    const full = await train(new FakeRun({ ...params, steps: 1, batchSize: 32 }));
    expect(full.sizes).toEqual([6, 6, 6]);
    const own = await train(new FakeRun({ ...params, steps: null, batchSize: null, samples: null }), {
      ...training,
      steps: 5,
    });
    expect([own.sizes, own.steps, own.samples]).toEqual([
      [1, 1, 1],
      [5, 5, 5],
      [5, 5, 5],
    ]);
  });

  test('goes on from a saved state as if it had not stopped', async () => {
    const nan = {
      ...training,
      logs: (epoch: number) => ({ loss: epoch === 0 ? Number.NaN : losses[epoch] }),
    };
    const whole = await train(new FakeRun(params), nan);
    const run = new FakeRun(params);
    const first = new History('the plan');
    run.params.epochs = 1;
    await fakeFit(run, [first], nan);
    const second = new History('the plan');
    second.setState(JSON.parse(JSON.stringify(first.getState())));
    run.params.epochs = 3;
    run.params.initialEpoch = 1;
    await fakeFit(run, [second], nan);
    expect(second.getState()).toEqual(whole.getState());
    expect(second.history).toEqual(whole.history);
  });

  test('an epoch that was interrupted is counted whole after a resume in its middle', async () => {
    const run = new FakeRun({ ...params, epochs: 1, steps: null, samples: null });
    await fakeFit(run, [], { ...training, steps: 3 });
    const first = new History(null);
    first.onEpochBegin(0, run);
    Object.assign(run, { updates: 5, samplesSeen: 19 });
    const second = new History(null);
    second.setState(JSON.parse(JSON.stringify(first.getState())));
    Object.assign(run, { updates: 8, samplesSeen: 29 });
    second.onEpochEnd(0, { loss: 1 }, run);
    expect([second.steps, second.samples]).toEqual([[5], [17]]);
  });

  test('is a short table when printed', async () => {
    const history = await train();
    expect(inspect(history)).toBe(
      [
        'History: 3 epochs, each 2 steps of 4 samples (6 in all); 250 µs per step, 9.3 ms in all',
        '  loss          1.6794 → 1.6671           best 1.6546, epoch 2',
        '  accuracy      0.2500 → 0.5000           best 0.7500, epoch 2',
        '  val_loss      2.0000 → 4.0000           best 2.0000, epoch 1',
        '  val_accuracy  0.0000e+00 → 0.0000e+00   best 0.0000e+00, epoch 1',
      ].join('\n'),
    );
    expect(`${history}`).toBe(inspect(history));
    expect(`${new History(null)}`).toBe('History: no epochs');
  });

  test('one epoch of one step reads well too, and a metric of unknown direction has no best', async () => {
    const run = new FakeRun();
    const history = await train(run, { stepMs: () => 1500, logs: () => ({ loss: 0.5 }) });
    expect(`${history}`).toBe(
      'History: 1 epoch, 1 step of 6 samples (6 in all); 1.5 s per step, 1.5 s in all\n  loss  0.5000',
    );
    const odd = await train(new FakeRun({ epochs: 2 }), {
      stepMs: () => 1,
      logs: (epoch) => ({ oddness: epoch + 1 }),
    });
    expect(`${odd}`).toContain('  oddness  1.0000 → 2.0000');
    expect(`${odd}`).not.toContain('best');
    const told = new FakeRun({ epochs: 2, directions: { oddness: 'max' } });
    expect(`${await train(told, { stepMs: () => 1, logs: (epoch) => ({ oddness: epoch + 1 }) })}`).toContain(
      'best 2.0000, epoch 2',
    );
  });

  test('the time per step is the median of the epochs', async () => {
    const history = await train(new FakeRun({ epochs: 5 }), {
      stepMs: (step) => [900, 2, 1, 3, 50][step],
      logs: () => ({ loss: 1 }),
    });
    expect(`${history}`).toContain('; 3 ms per step, 956 ms in all');
  });

  test('is written to JSON whole', async () => {
    const history = await train();
    const data = JSON.parse(JSON.stringify(history));
    expect(Object.keys(data)).toEqual([
      ...['history', 'epoch', 'params', 'plan', 'sizes', 'steps', 'samples', 'timings', 'firstStepMs'],
    ]);
    expect(data.history.loss).toEqual(losses);
    expect(data.timings[1].epochMs).toBe(2.5);
  });
});
