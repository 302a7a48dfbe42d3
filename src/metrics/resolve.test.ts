import { describe, expect, it } from 'vitest';
import { UnknownNameError } from '../errors.js';
import { abs, reduceMean, sub } from '../ops/index.js';
import { checkMetric } from '../testing/check-metric.js';
import * as metrics from './index.js';
import { type MetricName, resolveMetric } from './resolve.js';

describe('resolveMetric', () => {
  it('knows a metric by our name, by the names of its function and class in Keras, and by short ones', () => {
    const names: MetricName[] = [
      'meanAbsoluteError',
      'mean_absolute_error',
      'MeanAbsoluteError',
      'mae',
      'MAE',
    ];
    for (const name of names) expect(resolveMetric(name).type).toBe('meanAbsoluteError');
    expect(resolveMetric('acc').type).toBe('accuracy');
    expect(resolveMetric('AUC').type).toBe('auc');
    expect(resolveMetric('r2_score').type).toBe('r2Score');
    expect(resolveMetric('f1_score').type).toBe('f1Score');
    expect(resolveMetric('KLDivergence').type).toBe('klDivergence');
  });

  it('finds each exported metric under its own type', () => {
    for (const [name, factory] of Object.entries(metrics)) {
      expect(factory.type).toBe(name);
      expect(resolveMetric(name as MetricName).type).toBe(name);
    }
  });

  it('names a metric in logs as it was asked for', () => {
    expect(resolveMetric('mae').name).toBe('mae');
    expect(resolveMetric('accuracy').name).toBe('accuracy');
    expect(resolveMetric('AUC').name).toBe('AUC');
    expect(resolveMetric(metrics.auc()).name).toBe('auc');
    expect(resolveMetric(metrics.auc).name).toBe('auc');
    expect(resolveMetric(metrics.auc({ name: 'area' })).name).toBe('area');
    expect(resolveMetric({ type: 'auc' }).name).toBe('auc');
  });

  it('makes a metric again from its config, as JSON holds it', () => {
    const metric = resolveMetric('acc');
    const again = resolveMetric(JSON.parse(JSON.stringify({ type: metric.type, options: metric.options })));
    expect([again.type, again.name]).toEqual(['accuracy', 'acc']);
    const auc = metrics.auc({ thresholds: [0.5], curve: 'PR' });
    expect(resolveMetric(JSON.parse(JSON.stringify(auc))).options).toEqual(auc.options);
  });

  it('takes a function of targets and predictions: the mean of its values under its name', async () => {
    const metric = resolveMetric(function distance(yTrue, yPred) {
      return reduceMean(abs(sub(yTrue, yPred)), { axes: [-1] });
    });
    expect(metric.name).toBe('distance');
    const at = (...data: number[]) => ({ shape: [data.length, 1], data });
    await checkMetric(metric, {
      batches: [
        { yTrue: at(1, 2), yPred: at(1, 4), weight: null },
        { yTrue: at(0), yPred: at(4), weight: null },
      ],
      results: [1, 2],
    });
    const flat = (...data: number[]) => ({ shape: [data.length], data });
    await checkMetric(metric, {
      batches: [{ yTrue: flat(1, 2), yPred: at(1, 4), weight: null }],
      results: [1],
    });
  });

  it('refuses a name that is not known, with the nearest one', () => {
    // @ts-expect-error A typo does not compile.
    const resolve = () => resolveMetric('acuracy');
    expect(resolve).toThrow(UnknownNameError);
    expect(resolve).toThrow("Did you mean 'accuracy'?");
    // @ts-expect-error Nor does an option that is not there.
    expect(() => metrics.precision({ treshold: 0.5 })).toThrow("Did you mean 'thresholds'?");
  });
});
