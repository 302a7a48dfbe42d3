import { describe, expect, it } from 'vitest';
import { UnknownNameError, ValueError } from '../errors.js';
import { placeholder } from '../graph/leaf.js';
import { abs, reduceMean, sub } from '../ops/index.js';
import * as losses from './index.js';
import { type LossName, resolveLoss } from './resolve.js';

describe('resolveLoss', () => {
  it('knows a loss by our name, by the names of its function and class in Keras, and by short ones', () => {
    const names: LossName[] = ['meanAbsoluteError', 'mean_absolute_error', 'MeanAbsoluteError', 'mae', 'MAE'];
    for (const name of names) expect(resolveLoss(name).type).toBe('meanAbsoluteError');
    expect(resolveLoss('mse').type).toBe('meanSquaredError');
    expect(resolveLoss('bce').type).toBe('binaryCrossentropy');
    expect(resolveLoss('ce').type).toBe('crossentropy');
  });

  it('finds each exported loss under its own type', () => {
    for (const [name, factory] of Object.entries(losses)) {
      expect(factory.type).toBe(name);
      expect(resolveLoss(name as LossName).type).toBe(name);
    }
  });

  it('makes a loss again from its config, as JSON holds it', () => {
    const loss = losses.sparseCategoricalCrossentropy({ fromLogits: true, ignoreClass: 3, reduction: 'sum' });
    const config = JSON.parse(JSON.stringify({ type: loss.type, options: loss.options }));
    const again = resolveLoss(config);
    expect(again.options).toEqual(loss.options);
    expect(again.reduction).toBe('sum');
  });

  it('takes a loss as it is, and a factory with its defaults', () => {
    const loss = losses.meanSquaredError({ name: 'mine' });
    expect(resolveLoss(loss)).toBe(loss);
    expect(resolveLoss(losses.meanSquaredError).name).toBe('meanSquaredError');
  });

  it('takes a function of targets and predictions, named as it is', () => {
    const y = placeholder('y', 'float32', ['batch', 2]);
    const loss = resolveLoss(function doubled(yTrue, yPred) {
      return reduceMean(abs(sub(yTrue, yPred)), { axes: [-1] });
    });
    expect([loss.name, loss.reduction]).toEqual(['doubled', 'sumOverBatchSize']);
    expect(loss.values(y, y).shape).toEqual(['batch']);
  });

  it('brings targets and predictions to one rank before a function sees them', () => {
    const labels = placeholder('labels', 'float32', ['batch']);
    const predictions = placeholder('predictions', 'float32', ['batch', 1]);
    expect(resolveLoss(sub).values(labels, predictions).shape).toEqual(['batch', 1]);
    expect(resolveLoss(sub).values(predictions, labels).shape).toEqual(['batch', 1]);
  });

  it('refuses a name that is not known, with the nearest one', () => {
    // @ts-expect-error A typo does not compile.
    const resolve = () => resolveLoss('meanSquaredEror');
    expect(resolve).toThrow(UnknownNameError);
    expect(resolve).toThrow("Did you mean 'meanSquaredError'?");
    // @ts-expect-error Nor does a number.
    expect(() => resolveLoss(3, 'compile: loss')).toThrow(ValueError);
  });

  it('refuses options that a loss does not have, and values that they cannot take', () => {
    // @ts-expect-error A typo does not compile.
    expect(() => losses.binaryCrossentropy({ fromLogit: true })).toThrow("Did you mean 'fromLogits'?");
    expect(() => losses.binaryCrossentropy({ labelSmoothing: 1.5 })).toThrow(
      'labelSmoothing: expected a number from 0 to 1',
    );
    expect(() => losses.binaryFocalCrossentropy({ alpha: 1.1 })).toThrow(
      'alpha: expected a number from 0 to 1, got 1.1',
    );
    expect(() => losses.categoricalFocalCrossentropy({ gamma: -0.5 })).toThrow(
      'gamma: expected a number of 0 or more, got -0.5',
    );
    expect(() => losses.huber({ delta: Number.NaN })).toThrow(
      'delta: expected a number of 0 or more, got NaN',
    );
    expect(() => losses.cosineSimilarity({ axis: 0.5 })).toThrow('axis: expected a whole number, got 0.5');
    // @ts-expect-error Keras spells it sum_over_batch_size.
    expect(() => losses.meanSquaredError({ reduction: 'sum_over_batch_size' })).toThrow(
      "Did you mean 'sumOverBatchSize'?",
    );
  });
});
