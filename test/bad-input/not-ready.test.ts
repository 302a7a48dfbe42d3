import { describe, expect, it } from 'vitest';
import { layers, sequential } from '../../src/index.js';
import { dense, rows, y } from './models.js';

describe('a model that is not ready', () => {
  it('says that compile is missing', async () => {
    const net = sequential([layers.dense({ units: 1, inputShape: [2] })]);
    for (const [name, call] of [
      ['fit', () => net.fit(rows, y)],
      ['evaluate', () => net.evaluate(rows, y)],
      ['trainOnBatch', () => net.trainOnBatch(rows, y)],
      ['testOnBatch', () => net.testOnBatch(rows, y)],
    ] as const) {
      await expect(call()).rejects.toThrow(
        `${name}: expected a compiled model, got one that is not. Call model.compile({ optimizer: 'adam', loss: … }) first.`,
      );
    }
    expect(() => net.trainingState()).toThrow(
      'trainingState: expected a model that fit was called on, got none. Call fit first.',
    );
  });

  it('refuses weights that are no numbers before it trains on them', async () => {
    const net = dense();
    net.setWeights([[[1], [Number.NaN]], [0]]);
    await expect(net.fit(rows, y, { verbose: 0 })).rejects.toThrow(
      'fit: weight dense/kernel: expected finite numbers, got NaN at [1, 0]. Give the model other weights by setWeights, or build it anew.',
    );
  });

  it('refuses names that compile does not know, with the nearest', () => {
    const net = sequential([layers.dense({ units: 1, inputShape: [2] })]);
    const cases: [options: object, message: string][] = [
      [
        { loss: 'mze' },
        "compile: loss: expected the name of a known loss, got 'mze'. Did you mean 'mse'? Known: ",
      ],
      [
        { loss: 'mse', metrics: ['acuracy'] },
        "compile: metrics: expected the name of a known metric, got 'acuracy'. Did you mean 'accuracy'? Known: ",
      ],
      [
        { loss: 'mse', optimizer: 'adamm' },
        "compile: optimizer: expected the name of a known optimizer, got 'adamm'. Did you mean 'adam'? Known: ",
      ],
      [
        { loss: 'mse', optimiser: 'adam' },
        "compile: expected the name of a known option, got 'optimiser'. Did you mean 'optimizer'? Known: ",
      ],
      [{ loss: 3 }, 'compile: loss: expected the name of a loss, a loss, its config or a function, got 3.'],
      [
        { loss: { densee: 'mse' } },
        "compile: loss: expected the name of a known output, got 'densee'. Did you mean 'dense'? Known: dense.",
      ],
      [
        { optimizer: 'adam' },
        "compile: loss: expected a loss to make small, got none. Give one, such as loss: 'meanSquaredError'.",
      ],
      [
        { loss: 'mse', metrics: 'mae' },
        "compile: metrics: expected a list of metrics, got 'mae'. Write a list, such as ['accuracy'].",
      ],
      [{ loss: 'mse', threads: 0 }, "compile: threads: expected a whole number from 1 up, or 'auto', got 0."],
    ];
    for (const [given, message] of cases) expect(() => net.compile(given as never), message).toThrow(message);
    expect(() => layers.dense({ units: 1, activation: 'rellu' as never })).toThrow(
      "dense: activation: expected the name of a known activation, got 'rellu'. Did you mean 'relu'? Known: ",
    );
  });

  it('is compiled anew by a second compile: the optimizer begins again, weights stay', async () => {
    const net = dense();
    await net.fit(rows, y, { verbose: 0, seed: 1 });
    const before = net.getWeights();
    net.compile({ loss: 'mae', optimizer: 'adam' });
    expect(net.getWeights()).toEqual(before);
    const { history } = await net.fit(rows, y, { verbose: 0 });
    expect(Object.keys(history)).toEqual(['loss']);
    expect(net.trainingState().updates).toBe(1);
  });
});
