import { describe, expect, it } from 'vitest';
import { type Dataset, layers, type Model, NDArray, sequential, type TrainingState } from '../src/index.js';
import { FakeTerminal } from '../src/testing/fake-terminal.js';

const x = [1, 2, 3, 4, 5, 6];
const quiet = { verbose: 0, shuffle: false, seed: 1 } as const;

/** One neuron that begins at 0.5 x, with sgd at rate 0.01. */
function build(loss: 'mse' | 'mae' = 'mse', extra: object = {}): Model {
  const net = sequential([layers.dense({ units: 1, inputShape: [1] })]);
  net.compile({ loss, optimizer: 'sgd', ...extra });
  net.setWeights([[[0.5]], [0]]);
  return net;
}

const weights = (net: Model) => net.getWeights().flatMap(({ data }) => Array.from(data, Number));

/** A dataset of the user's own kind: numbers made as they are asked for. */
const doubles: Dataset = {
  samples: 5,
  x: [{ name: 'n', shape: [1], dtype: 'float32' }],
  y: [{ name: 'twice', shape: [1], dtype: 'float32' }],
  sampleWeight: [],
  gather(rows, into) {
    for (const [i, row] of rows.entries()) {
      if (into.x) into.x[0][i] = row;
      if (into.y) into.y[0][i] = 2 * row;
    }
  },
};

describe('data', () => {
  it('comes as nested arrays, any typed array, NDArray, { data, shape } or parts by name, with one result', async () => {
    const forms: [x: unknown, y: unknown][] = [
      [x, x],
      [x.map((each) => [each]), x.map((each) => [each])],
      [Float32Array.from(x), Float64Array.from(x)],
      [Int32Array.from(x), Uint8Array.from(x)],
      [Int16Array.from(x), BigInt64Array.from(x.map(BigInt))],
      [Uint8ClampedArray.from(x), Uint32Array.from(x)],
      [new NDArray(Float32Array.from(x), [6, 1]), new NDArray(Int32Array.from(x), [6])],
      [
        { data: x, shape: [6, 1] },
        { data: Float32Array.from(x), shape: [6] },
      ],
      [{ input: x }, { dense: x }],
      [[new NDArray(Float32Array.from(x), [6])], x],
      [x.map((each) => Float32Array.of(each)), x],
    ];
    const results = new Set<string>();
    for (const [inputs, targets] of forms) {
      const net = build();
      const { history } = await net.fit(inputs, targets, { ...quiet, batchSize: 4, epochs: 2 });
      const outputs = await net.predict(inputs);
      expect(outputs.shape).toEqual([6, 1]);
      results.add(JSON.stringify([history, weights(net), outputs.toArray()]));
    }
    expect(results.size).toBe(1);
  });

  it('of last axis one may leave it out, or have it where the model does not', async () => {
    const images = sequential([
      layers.reshape({ targetShape: [4, 1], inputShape: [2, 2, 1] }),
      layers.flatten(),
    ]);
    const [plain, channel] = [
      { data: [1, 2, 3, 4], shape: [1, 2, 2] },
      { data: [1, 2, 3, 4], shape: [1, 2, 2, 1] },
    ];
    expect((await images.predict(plain)).toArray()).toEqual([[1, 2, 3, 4]]);
    expect((await images.predict(channel)).toArray()).toEqual([[1, 2, 3, 4]]);
    await expect(images.predict({ data: [1, 2, 3, 4], shape: [1, 1, 2, 2] })).rejects.toThrow(
      'samples of shape [2, 2, 1]',
    );
  });

  it('may be a dataset of the user’s own, cut into batches as arrays are', async () => {
    const rows = Array.from({ length: 5 }, (_, i) => i);
    const [own, arrays] = [build(), build()];
    const a = await own.fit(doubles, undefined, { ...quiet, shuffle: true, batchSize: 2, epochs: 3 });
    const b = await arrays.fit(
      rows,
      rows.map((row) => 2 * row),
      { ...quiet, shuffle: true, batchSize: 2, epochs: 3 },
    );
    expect(a.history).toEqual(b.history);
    expect(a.plan).toEqual(b.plan);
    expect(weights(own)).toEqual(weights(arrays));
    expect(await own.evaluate(doubles)).toEqual(
      await arrays.evaluate(
        rows,
        rows.map((row) => 2 * row),
      ),
    );
    expect((await own.predict(doubles)).toArray()).toEqual((await arrays.predict(rows)).toArray());
    await own.fit(x, x, { ...quiet, validationData: doubles });
  });

  it('of the user’s own kind is checked as it is gathered', async () => {
    const net = sequential([layers.dense({ units: 3, inputShape: [1] })]);
    net.compile({ loss: 'sparseCategoricalCrossentropy', optimizer: 'sgd' });
    await expect(net.fit(doubles, undefined, quiet)).rejects.toThrow(
      'fit: y: expected labels from 0 to 2, got 4 at [2, 0].',
    );
  });
});

describe('batches that come ready', () => {
  const list = [
    [
      [1, 2, 3, 4],
      [1, 2, 3, 4],
    ],
    [
      [5, 6],
      [5, 6],
    ],
  ] as const;

  it('train as arrays do that are cut at the same places, whoever makes them', async () => {
    const arrays = build();
    const { history } = await arrays.fit(x, x, { ...quiet, batchSize: 4, epochs: 3 });
    const sources: (() => unknown)[] = [
      () => () => list,
      () => () => list.values(),
      () =>
        function* () {
          yield* list;
        },
      () =>
        async function* () {
          for (const [input, target] of list) yield { x: input, y: target };
        },
      () => async () => list,
      () => new Set(list),
      () => ({ [Symbol.asyncIterator]: () => ({ i: 0, next: nextOfList }) }),
    ];
    for (const source of sources) {
      const net = build();
      const result = await net.fit(source(), undefined, { ...quiet, epochs: 3 });
      expect(result.history).toEqual(history);
      expect(weights(net)).toEqual(weights(arrays));
      expect([result.plan, result.steps, result.samples, result.sizes]).toEqual([
        undefined,
        [2, 2, 2],
        [6, 6, 6],
        [3, 3, 3],
      ]);
      expect((await net.evaluate(source())).loss).toBeCloseTo((await arrays.evaluate(x, x)).loss, 6);
      expect((await net.predict(source())).toArray()).toEqual(
        (await arrays.predict(x, { batchSize: 4 })).toArray(),
      );
    }
  });

  async function nextOfList(this: { i: number }) {
    const value = list[this.i++];
    return { value, done: value === undefined };
  }

  it('bring their sample weights', async () => {
    const [ready, arrays] = [build(), build()];
    const sampleWeight = [1, 0, 2, 1, 0.5, 3];
    await arrays.fit(x, x, { ...quiet, batchSize: 3, sampleWeight });
    await ready.fit(
      () => [
        [
          [1, 2, 3],
          [1, 2, 3],
          [1, 0, 2],
        ],
        [
          [4, 5, 6],
          [4, 5, 6],
          [1, 0.5, 3],
        ],
      ],
      undefined,
      quiet,
    );
    expect(weights(ready)).toEqual(weights(arrays));
  });

  it('go on over epochs of stepsPerEpoch, and begin anew when they end at an epoch’s end', async () => {
    const output = new FakeTerminal(false);
    let passes = 0;
    const source = function* () {
      passes++;
      for (const each of x) yield [[each], [each]] as const;
    };
    const history = await build().fit(source, undefined, { epochs: 4, stepsPerEpoch: 3, verbose: 2, output });
    expect(history.steps).toEqual([3, 3, 3, 3]);
    expect(passes).toBe(2);
    expect(output.screen).not.toContain('fit:');
  });

  it('that end early say so, once, and the next epoch begins with them anew', async () => {
    const output = new FakeTerminal(false);
    const history = await build().fit(() => list, undefined, {
      epochs: 3,
      stepsPerEpoch: 5,
      verbose: 2,
      output,
    });
    expect(history.steps).toEqual([2, 2, 2]);
    expect(output.screen.match(/fit: .*/g)).toEqual([
      'fit: the data ended after 2 of 5 steps; the next epoch begins with it anew.',
    ]);
  });

  it('that can be gone through only once end training when they are through, and say so', async () => {
    const output = new FakeTerminal(false);
    const once = (function* () {
      yield* list;
    })();
    const net = build();
    const history = await net.fit(once, undefined, { epochs: 3, verbose: 2, output });
    expect(history.epoch).toEqual([0]);
    expect(output.screen).toContain(
      'fit: the data has no batch left for epoch 2 of 3: training ends. Pass a function that makes the batches: it is called for each pass over the data.',
    );
    await expect(net.fit(once, undefined, quiet)).rejects.toThrow(
      'fit: x: expected at least one batch, got none.',
    );
  });

  it('that throw hand the error on', async () => {
    const source = function* () {
      yield list[0];
      throw new RangeError('disk');
    };
    const net = build();
    await expect(net.fit(source, undefined, quiet)).rejects.toThrow(new RangeError('disk'));
    expect(net.trainingState().updates).toBe(1);
  });

  it('warn of NaN, once', async () => {
    const output = new FakeTerminal(false);
    await build().fit(
      () => [
        [
          [1, Number.NaN],
          [1, 2],
        ],
        list[0],
        [[Number.NaN], [1]],
      ],
      undefined,
      { verbose: 2, output },
    );
    expect(output.screen.match(/holds NaN/g)).toHaveLength(1);
    expect(output.screen).toContain('fit: batch 0: x holds NaN at [1], the first');
  });

  it('may be stopped at every step and gone on with, bit for bit, dropout and all', async () => {
    const source = () => x.map((each) => [[each], [each]] as const);
    const make = () => {
      const net = sequential([
        layers.dense({ units: 4, inputShape: [1] }),
        layers.dropout({ rate: 0.5 }),
        layers.dense({ units: 1 }),
      ]);
      net.compile({ loss: 'mse', optimizer: 'adam' });
      return net;
    };
    for (const stepsPerEpoch of [undefined, 4, 3]) {
      const options = { epochs: 3, stepsPerEpoch, verbose: 0, seed: 3 } as const;
      const whole = make();
      const { history, steps } = await whole.fit(source, undefined, options);
      const total = steps.reduce((sum, each) => sum + each, 0);
      for (let stop = 1; stop <= total; stop++) {
        const first = make();
        const controller = new AbortController();
        let seen = 0;
        const callback = {
          name: 'stop',
          onTrainBatchEnd: () => void (++seen === stop && controller.abort()),
        };
        await first.fit(source, undefined, { ...options, signal: controller.signal, callbacks: [callback] });
        const resume: TrainingState = structuredClone(first.trainingState());
        const second = make();
        const rest = await second.fit(source, undefined, {
          ...options,
          resume,
          callbacks: [{ name: 'stop' }],
        });
        expect(weights(second), `after step ${stop}, ${stepsPerEpoch}`).toEqual(weights(whole));
        expect(rest.history, `after step ${stop}, ${stepsPerEpoch}`).toEqual(history);
      }
    }
  });
});
