import { describe, expect, it } from 'vitest';
import { losses } from '../index.js';
import { twoAndTwo } from '../testing/two-and-two.js';

const rows = [
  [1, 2],
  [3, 4],
  [5, 6],
  [7, 8],
];
const quiet = { verbose: 0, seed: 1, shuffle: false } as const;

describe('several outputs', () => {
  const data = {
    x: [rows, [10, 20, 30, 40]],
    y: [
      [13, 27, 41, 57],
      [0, 0, 0, 0],
    ],
  };
  // p is right but for the last sample, by 2; q is the target 0 and more: 39, 81, 123, 165.
  const meanOfQ = (39 + 81 + 123 + 165) / 4;

  it('have a loss each and a sum, by list, by name or one for all, and lossWeights', async () => {
    const cases = [
      [{ loss: ['mse', 'mae'], lossWeights: [2, 0.5] }, 1, meanOfQ, 2 + 0.5 * meanOfQ],
      [{ loss: { p: 'mse', q: 'mae' }, lossWeights: { q: 0.5 } }, 1, meanOfQ, 1 + 0.5 * meanOfQ],
      [{ loss: { q: 'mae', p: 'mse' } }, 1, meanOfQ, 1 + meanOfQ],
      [{ loss: 'mae', lossWeights: 3 }, 0.5, meanOfQ, 3 * (0.5 + meanOfQ)],
    ] as const;
    for (const [options, p, q, loss] of cases) {
      const net = twoAndTwo('list');
      net.compile({ ...options, optimizer: 'sgd' } as never);
      const logs = await net.evaluate(data.x, data.y, { batchSize: 3 });
      expect(Object.keys(logs)).toEqual(['loss', 'p_loss', 'q_loss']);
      expect(logs.p_loss).toBeCloseTo(p, 4);
      expect(logs.q_loss).toBeCloseTo(q, 3);
      expect(logs.loss).toBeCloseTo(loss, 3);
    }
  });

  it('have metrics by list of lists or by name', async () => {
    for (const metrics of [[['mae'], ['mse', 'mae']], { q: ['mse', 'mae'], p: 'mae' }] as const) {
      const net = twoAndTwo('list');
      net.compile({ loss: 'mse', metrics: metrics as never, optimizer: 'sgd' });
      const logs = await net.testOnBatch(data.x, data.y);
      expect(Object.keys(logs)).toEqual(['loss', 'p_loss', 'q_loss', 'p_mae', 'q_mse', 'q_mae']);
      expect(logs.p_mae).toBeCloseTo(0.5, 5);
      expect(logs.q_mae).toBeCloseTo(meanOfQ, 3);
    }
  });

  it('take targets and sample weights by list or by the names of a record', async () => {
    const net = twoAndTwo('record');
    net.compile({ loss: 'mae', optimizer: 'sgd' });
    const x = { left: rows, right: [10, 20, 30, 40] };
    const y = { triple: data.y[1], sum: data.y[0] };
    const plain = await net.evaluate(x, y);
    expect(Object.keys(plain)).toEqual(['loss', 'sum_loss', 'triple_loss']);
    const sampleWeight = { sum: [0, 0, 0, 4], triple: [1, 0, 0, 0] };
    const weighted = await net.evaluate(x, y, { sampleWeight });
    expect(weighted.sum_loss).toBeCloseTo(2, 5);
    expect(weighted.triple_loss).toBeCloseTo(39 / 4, 4);
    const both = await net.evaluate(x, y, { sampleWeight: [1, 0, 0, 0] });
    expect(both.triple_loss).toBeCloseTo(39 / 4, 4);
    expect(both.sum_loss).toBe(0);
  });

  it('need no targets where they have neither loss nor metrics', async () => {
    for (const y of [
      [null, data.y[1]],
      { q: data.y[1] },
      { q: data.y[1], p: data.y[0] },
      [new Float32Array(4), new Float32Array(data.y[1])],
      data.y[1],
    ]) {
      const net = twoAndTwo('list');
      net.compile({ loss: { q: 'mae' }, optimizer: 'sgd' });
      const logs = await net.evaluate(data.x, y, { sampleWeight: [1, 1, 1, 0] });
      expect(Object.keys(logs)).toEqual(['loss', 'q_loss']);
      expect(logs.loss).toBeCloseTo((39 + 81 + 123) / 4, 3);
      const before = net.getWeights();
      await net.fit(data.x, y, quiet);
      const after = net.getWeights();
      expect(after[0].data).toEqual(before[0].data);
      expect(after[2].data).not.toEqual(before[2].data);
    }
  });

  it('divide by the weights of their own samples where the loss asks for that, also beside outputs without targets', async () => {
    const net = twoAndTwo('list');
    net.compile({
      loss: { q: losses.meanAbsoluteError({ reduction: 'meanWithSampleWeight' }) },
      optimizer: 'sgd',
    });
    const logs = await net.evaluate(data.x, { q: data.y[1] }, { sampleWeight: [1, 1, 2, 0] });
    expect(logs.loss).toBeCloseTo((39 + 81 + 2 * 123) / 4, 3);
    const uneven = await net.evaluate(data.x, { q: data.y[1] }, { sampleWeight: [1, 1, 0, 0] });
    expect(uneven.loss).toBeCloseTo((39 + 81) / 2, 3);
  });

  it('refuse losses, weights and metrics that name no output or not all of them', () => {
    const net = twoAndTwo('list');
    const cases: [options: object, message: string][] = [
      [{ loss: ['mse'] }, 'compile: loss: expected 2 entries, one for each output, got 1.'],
      [
        { loss: { p: 'mse', r: 'mse' } },
        "compile: loss: expected the name of a known output, got 'r'. Did you mean 'p'? Known: p, q.",
      ],
      [
        { loss: 'mse', lossWeights: [1] },
        'compile: lossWeights: expected 2 entries, one for each output, got 1.',
      ],
      [{ loss: 'mse', lossWeights: { p: 'x' } }, "compile: lossWeights: expected numbers, got 'x'."],
      [{ loss: 'mse', lossWeights: Number.NaN }, 'compile: lossWeights: expected numbers, got NaN.'],
      [
        { loss: 'mse', metrics: { r: ['mae'] } },
        "compile: metrics: expected the name of a known output, got 'r'. Did you mean 'p'? Known: p, q.",
      ],
      [
        { loss: 'mse', metrics: [['mae'], ['mae'], ['mae']] },
        'compile: metrics: expected 2 lists, one for each output, got 3.',
      ],
      [{ loss: [null, null] }, 'compile: loss: expected a loss to make small, got none.'],
    ];
    for (const [options, message] of cases)
      expect(() => net.compile(options as never), message).toThrow(message);
  });
});
