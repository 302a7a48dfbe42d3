import { describe, expect, it } from 'vitest';
import { input, layers, type Model, model, sequential } from '../src/index.js';
import { FakeTerminal } from '../src/testing/fake-terminal.js';
import type { Callback } from '../src/train/callbacks/callback.js';
import { build, quiet, stepByHand, weights, x } from './one-neuron.js';

function expectWeights(net: Model, expected: readonly number[]): void {
  for (const [i, value] of weights(net).entries()) expect(value).toBeCloseTo(expected[i], 5);
}

describe('a single batch', () => {
  it('is trained on by trainOnBatch as by a step of fit, with weights of samples or classes', async () => {
    const net = build();
    const plain = stepByHand([0.5, 0], x);
    const logs = await net.trainOnBatch(x, x);
    expect(Object.keys(logs)).toEqual(['loss', 'mae']);
    expect(logs.loss).toBeCloseTo(plain.loss, 5);
    expect(logs.mae).toBeCloseTo(21 / 12, 5);
    expectWeights(net, plain.next);

    const sampleWeight = [1, 0, 0, 2, 0, 3];
    const weighted = stepByHand(plain.next, x, sampleWeight);
    expect((await net.trainOnBatch(x, x, { sampleWeight })).loss).toBeCloseTo(weighted.loss, 5);
    expectWeights(net, weighted.next);

    const byClass = stepByHand(weighted.next, x, [1, 5, 1, 1, 1, 0]);
    await net.trainOnBatch(x, x, { classWeight: { 2: 5, 6: 0 } });
    expectWeights(net, byClass.next);
  });

  it('is looked at by testOnBatch, evaluate, predict and predictOnBatch, which change nothing', async () => {
    const net = build();
    const { loss } = stepByHand([0.5, 0], x);
    for (const logs of [
      await net.testOnBatch(x, x),
      await net.evaluate(x, x, { batchSize: 4 }),
      await net.evaluate(x, x, { batchSize: 1 }),
    ]) {
      expect(logs.loss).toBeCloseTo(loss, 5);
      expect(logs.mae).toBeCloseTo(21 / 12, 5);
    }
    const some = await net.evaluate(x, x, { batchSize: 2, steps: 2 });
    expect(some.loss).toBeCloseTo(stepByHand([0.5, 0], [1, 2, 3, 4]).loss, 5);
    const weighted = await net.evaluate(x, x, { batchSize: 4, sampleWeight: [0, 0, 0, 0, 0, 6] });
    expect(weighted.loss).toBeCloseTo(9, 5);
    expect((await net.predictOnBatch(x)).toArray()).toEqual(x.map((each) => [each / 2]));
    expect((await net.predict(x, { batchSize: 4 })).toArray()).toEqual(x.map((each) => [each / 2]));
    expect((await net.predict(x, { batchSize: 2, steps: 2 })).shape).toEqual([4, 1]);
    expect(weights(net)).toEqual([0.5, 0]);
  });

  it('gets new dropout masks each time', async () => {
    const net = sequential([layers.dropout({ rate: 0.5, inputShape: [64] }), layers.dense({ units: 1 })]);
    net.trainable = false;
    net.compile({ loss: 'mse', optimizer: 'sgd' });
    const row = [Array.from({ length: 64 }, (_, i) => i)];
    const losses = [];
    for (let i = 0; i < 3; i++) losses.push((await net.trainOnBatch(row, [0])).loss);
    expect(new Set(losses).size).toBe(3);
  });
});

describe('an epoch', () => {
  it('has the loss of its steps, weighted by their sizes, and continues where stepsPerEpoch ended', async () => {
    const net = build();
    const history = await net.fit(x, x, { ...quiet, batchSize: 4, epochs: 2 });
    let at = [0.5, 0];
    for (const epoch of [0, 1]) {
      const first = stepByHand(at, [1, 2, 3, 4]);
      const second = stepByHand(first.next, [5, 6]);
      at = second.next;
      expect(history.history.loss[epoch]).toBeCloseTo((first.loss * 4 + second.loss * 2) / 6, 5);
    }
    expectWeights(net, at);
    expect([history.steps, history.samples, history.sizes]).toEqual([
      [2, 2],
      [6, 6],
      [4, 4],
    ]);

    const halves = build();
    const two = await halves.fit(x, x, { ...quiet, batchSize: 2, stepsPerEpoch: 2, epochs: 2 });
    const by = [
      [1, 2],
      [3, 4],
      [5, 6],
    ].reduce((now, batch) => stepByHand(now, batch).next, [0.5, 0]);
    expectWeights(halves, by);
    expect(two.steps).toEqual([2, 1]);
  });

  it('is numbered from initialEpoch', async () => {
    const seen: number[] = [];
    const look: Callback = { name: 'look', onEpochBegin: (epoch) => void seen.push(epoch) };
    const output = new FakeTerminal(false);
    const options = { ...quiet, verbose: 1, output, callbacks: [look] } as const;
    const history = await build().fit(x, x, { ...options, epochs: 5, initialEpoch: 3 });
    expect([seen, history.epoch]).toEqual([
      [3, 4],
      [3, 4],
    ]);
    expect(output.screen.match(/Epoch .*/g)).toEqual(['Epoch 4/5', 'Epoch 5/5']);
    expect((await build().fit(x, x, { ...quiet, epochs: 5, initialEpoch: 5 })).history).toEqual({});
  });

  it('has no validation time without validation, exactly', async () => {
    const { timings } = await build().fit(x, x, { ...quiet, epochs: 50 });
    expect(new Set(timings.map(({ validationMs }) => validationMs))).toEqual(new Set([0]));
    const validated = await build().fit(x, x, {
      ...quiet,
      epochs: 3,
      validationData: [x, x],
      validationFreq: 2,
    });
    expect(validated.timings.map(({ validationMs }) => validationMs > 0)).toEqual([false, true, false]);
  });
});

describe('validation', () => {
  const names = ['loss', 'mae', 'val_loss', 'val_mae'];

  it('takes the last samples, before any shuffle, and does not train on them', async () => {
    const net = build();
    const { history, params } = await net.fit(x, x, {
      ...quiet,
      shuffle: true,
      validationSplit: 1 / 3,
      batchSize: 4,
    });
    const step = stepByHand([0.5, 0], [1, 2, 3, 4]);
    expectWeights(net, step.next);
    expect(Object.keys(history)).toEqual(names);
    expect(history.val_loss[0]).toBeCloseTo(stepByHand(step.next, [5, 6]).loss, 5);
    expect(params).toMatchObject({
      samples: 4,
      steps: 1,
      doValidation: true,
      validationSteps: 1,
      metrics: names,
    });
  });

  it('may have its own data in any form, weights, batch size and number of steps', async () => {
    const at = stepByHand([0.5, 0], x).next;
    const whole = stepByHand(at, [1, 2, 3]).loss;
    const weighted = stepByHand(at, [1, 2, 3], [0, 0, 3]).loss;
    const cases: [options: object, loss: number, steps: number | null][] = [
      [
        {
          validationData: [
            [1, 2, 3],
            [1, 2, 3],
          ],
        },
        whole,
        1,
      ],
      [{ validationData: { x: [1, 2, 3], y: [1, 2, 3] } }, whole, 1],
      [
        {
          validationData: [
            [1, 2, 3],
            [1, 2, 3],
            [0, 0, 3],
          ],
        },
        weighted,
        1,
      ],
      [
        {
          validationData: [
            [1, 2, 3],
            [1, 2, 3],
          ],
          validationBatchSize: 2,
        },
        whole,
        2,
      ],
      [{ validationData: [x, x], validationBatchSize: 1, validationSteps: 3 }, whole, 3],
      [
        {
          validationData: () => [
            [
              [1, 2, 3],
              [1, 2, 3],
            ],
          ],
        },
        whole,
        null,
      ],
      [{ validationData: () => x.map((each) => [[each], [each]]), validationSteps: 3 }, whole, 3],
      [
        {
          validationData: [
            [1, 2, 3],
            [1, 2, 3],
          ],
          validationSplit: 0.5,
        },
        whole,
        1,
      ],
    ];
    for (const [options, loss, steps] of cases) {
      const { history, params } = await build().fit(x, x, { ...quiet, ...options });
      expect(history.val_loss[0]).toBeCloseTo(loss, 5);
      expect(params?.validationSteps).toBe(steps);
    }
  });

  it('comes every so many epochs, or after those of a list', async () => {
    for (const [validationFreq, epochs] of [
      [2, [2, 4]],
      [
        [1, 5],
        [1, 5],
      ],
    ] as const) {
      const validated: number[] = [];
      const look: Callback = {
        name: 'look',
        onEpochEnd: (epoch, logs) => void ('val_loss' in logs && validated.push(epoch + 1)),
      };
      const { history } = await build().fit(x, x, {
        ...quiet,
        epochs: 5,
        validationData: [x, x],
        validationFreq,
        callbacks: [look],
      });
      expect(validated).toEqual(epochs);
      expect([history.loss.length, history.val_loss.length]).toEqual([5, 2]);
    }
  });

  it('says so when its batches have run out', async () => {
    const once = [[x, x] as const].values();
    await expect(build().fit(x, x, { ...quiet, epochs: 2, validationData: once })).rejects.toThrow(
      'fit: validationData: expected at least one batch, got none. Pass a function that makes the batches: it is called for each pass over the data.',
    );
  });
});

describe('two inputs', () => {
  it('of one number each take [N] and [N, 1]', async () => {
    const a = input({ shape: [1], name: 'a' });
    const b = input({ shape: [], name: 'b' });
    const net = model({
      inputs: [a, b],
      outputs: layers.add()([a, layers.reshape({ targetShape: [1] })(b)]),
    });
    expect((await net.predict([x, x.map((each) => [each])])).toArray()).toEqual(x.map((each) => [2 * each]));
  });
});
