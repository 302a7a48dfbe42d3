import { describe, expect, it } from 'vitest';
import {
  callbacks,
  layers,
  type Model,
  optimizers,
  schedules,
  sequential,
  type TrainingState,
} from '../src/index.js';
import type { Callback } from '../src/train/callbacks/callback.js';

const x = Array.from({ length: 11 }, (_, i) => [Math.sin(i), Math.cos(2 * i), i / 11]);
const y = x.map(([a, b, c]) => a * b + c);
const options = { epochs: 4, batchSize: 4, validationSplit: 0.2, seed: 5, verbose: 0 } as const;

/** Dropout, moving statistics, a schedule, slots and averages, and callbacks with memories: all that a state must hold. */
function build(): Model {
  const model = sequential([
    layers.dense({ units: 5, activation: 'tanh', inputShape: [3] }),
    layers.batchNormalization({ momentum: 0.5 }),
    layers.dropout({ rate: 0.4 }),
    layers.dense({ units: 1, kernelRegularizer: 'l2' }),
  ]);
  const learningRate = schedules.exponentialDecay({
    initialLearningRate: 0.1,
    decaySteps: 2,
    decayRate: 0.9,
  });
  model.compile({
    loss: 'mse',
    optimizer: optimizers.adam({ learningRate, amsgrad: true, useEma: true, emaMomentum: 0.8 }),
    metrics: ['mae'],
  });
  return model;
}

const listeners = (): Callback[] => [
  callbacks.earlyStopping({ monitor: 'val_loss', patience: 50, restoreBestWeights: true }),
  callbacks.reduceLROnPlateau({ monitor: 'loss', patience: 1, factor: 0.5, minDelta: 10 }),
];

/** Stops a run after its n-th step. */
function stopAfter(steps: number): { callback: Callback; signal: AbortSignal } {
  const controller = new AbortController();
  let seen = 0;
  const callback: Callback = {
    name: 'stopAfter',
    onTrainBatchEnd() {
      if (++seen === steps) controller.abort();
    },
  };
  return { callback, signal: controller.signal };
}

const bits = (model: Model) => model.getWeights().map(({ data }) => Array.from(data, Number));

describe('a run that was stopped goes on as if it had not', () => {
  it('at every step, bit for bit: weights, history, slots and learning rate', async () => {
    const whole = build();
    const history = await whole.fit(x, y, { ...options, callbacks: listeners() });
    const total = history.steps.reduce((sum, steps) => sum + steps, 0);
    expect(total).toBe(8);

    for (let stop = 1; stop <= total; stop++) {
      const first = build();
      const { callback, signal } = stopAfter(stop);
      await first.fit(x, y, { ...options, callbacks: [...listeners(), callback], signal });
      const state = structuredClone(first.trainingState());
      expect(state.updates).toBe(stop);

      const second = build();
      const resumed = await second.fit(x, y, {
        ...options,
        seed: undefined,
        callbacks: [...listeners(), { name: 'stopAfter' }],
        resume: state,
      });
      expect(bits(second), `stopped after step ${stop}`).toEqual(bits(whole));
      expect(resumed.history, `stopped after step ${stop}`).toEqual(history.history);
      expect(resumed.epoch).toEqual(history.epoch);
      expect(slots(second.trainingState())).toEqual(slots(whole.trainingState()));
    }
  });

  it('goes on after the end with more epochs', async () => {
    const whole = build();
    await whole.fit(x, y, { ...options, epochs: 6, callbacks: [] });
    // The average that replaces the weights at the end of a fit makes another run of it, so take the state before.
    const second = build();
    const { callback, signal } = stopAfter(6);
    await second.fit(x, y, { ...options, epochs: 6, callbacks: [callback], signal });
    const third = build();
    await third.fit(x, y, { ...options, epochs: 6, callbacks: [], resume: second.trainingState() });
    expect(bits(third)).toEqual(bits(whole));
  });

  it('refuses a state of another model', async () => {
    const model = build();
    await model.fit(x, y, options);
    const state = model.trainingState();
    const other = sequential([layers.dense({ units: 1, inputShape: [3] })]);
    other.compile({ loss: 'mse', optimizer: 'sgd' });
    await expect(other.fit(x, y, { ...options, resume: state })).rejects.toThrow(
      /fit: resume: expected a state with 32 trained numbers/,
    );
  });
});

function slots({ slots: all, learningRate, updates, samplesSeen, position }: TrainingState) {
  return { all, learningRate, updates, samplesSeen, position };
}
