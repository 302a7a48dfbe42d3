import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { nodesOf } from '../graph/graph.js';
import { placeholder } from '../graph/leaf.js';
import { softmax } from '../ops/index.js';
import { checkMetric, type MetricCase } from '../testing/check-metric.js';
import { engines, quickEngines } from '../testing/engines.js';
import * as metrics from './index.js';
import { resolveMetric } from './resolve.js';

interface GoldenCase extends MetricCase {
  title: string;
  metric: keyof typeof metrics;
  options: Record<string, unknown>;
}

const golden: { cases: GoldenCase[] } = JSON.parse(
  readFileSync(new URL('../../test/golden/metrics.json', import.meta.url), 'utf8'),
);

const y = (...shape: number[]) => placeholder('y', 'float32', ['batch', ...shape]);

describe('metrics', () => {
  const isFirst = (each: GoldenCase) => golden.cases.find(({ metric }) => metric === each.metric) === each;

  it.each(golden.cases)('$metric has the results of Keras after each batch: $title $options', (expected) => {
    const metric = resolveMetric({ type: expected.metric, options: expected.options });
    return checkMetric(metric, expected, isFirst(expected) ? engines : quickEngines);
  });

  it('are all compared with Keras, but for those that only choose', () => {
    const compared = new Set(golden.cases.map((each) => each.metric));
    expect(Object.keys(metrics).filter((name) => !compared.has(name as keyof typeof metrics))).toEqual([
      'accuracy',
      'crossentropy',
    ]);
  });

  it('say which way is better', () => {
    const up = Object.values(metrics).flatMap((metric) => (metric().direction === 'up' ? [metric.type] : []));
    expect(up).toEqual([
      'accuracy',
      'auc',
      'binaryAccuracy',
      'categoricalAccuracy',
      'cosineSimilarity',
      'fBetaScore',
      'f1Score',
      'precision',
      'r2Score',
      'recall',
      'sparseCategoricalAccuracy',
      'sparseTopKCategoricalAccuracy',
      'topKCategoricalAccuracy',
      'trueNegatives',
      'truePositives',
    ]);
  });
});

describe('accuracy', () => {
  const one = (...data: number[]) => ({ shape: [data.length, 1], data });
  const flat = (...data: number[]) => ({ shape: [data.length], data });
  const rows = { shape: [2, 3], data: [0.2, 0.7, 0.1, 0.5, 0.3, 0.2] };
  const oneHot = { shape: [2, 3], data: [0, 1, 0, 0, 0, 1] };

  it.each([
    ['yes or no for one output', one(1, 0, 0, 0), one(0.52, 0.6, 0.5, 0.4), 0.75],
    ['yes or no where targets lack the last axis', flat(1, 0), one(0.6, 0.6), 0.5],
    ['yes or no where predictions lack it too', flat(1, 0, 0), flat(0.6, 0.6, 0.1), 2 / 3],
    ['ids of classes', flat(1, 2), rows, 0.5],
    ['ids of classes with a last axis of 1', one(0, 0), rows, 0.5],
    ['one-hot labels', oneHot, rows, 0.5],
  ])('is that of %s, by the shapes', (_, yTrue, yPred, result) =>
    checkMetric(metrics.accuracy(), { batches: [{ yTrue, yPred, weight: null }], results: [result] }),
  );

  it('needs no softmax: the order of logits is the same', () => {
    const call = { yPred: softmax(y(5)), weight: undefined };
    for (const [metric, yTrue] of [
      [metrics.accuracy(), y()],
      [metrics.categoricalAccuracy(), y(5)],
      [metrics.sparseTopKCategoricalAccuracy(), y()],
    ] as const) {
      const names = nodesOf(Object.values(metric.sums({ ...call, yTrue }))).map((node) => node.op.name);
      expect(names).not.toContain('softmax');
    }
  });
});

describe('sparseCategoricalCrossentropy', () => {
  it('leaves an ignored class out of the mean', () =>
    checkMetric(metrics.sparseCategoricalCrossentropy({ ignoreClass: 2 }), {
      batches: [
        {
          yTrue: { shape: [3], data: [0, 2, 1] },
          yPred: { shape: [3, 2], data: [0.5, 0.5, 0.9, 0.1, 0.75, 0.25] },
          weight: null,
        },
      ],
      results: [(Math.log(2) + Math.log(4)) / 2],
    }));
});

describe('decisions', () => {
  const yTrue = { shape: [2, 3], data: [1, 1, 0, 0, 1, 1] };
  const yPred = { shape: [2, 3], data: [0.9, 0.4, 0.1, 0.2, 0.8, 0.6] };

  it('take a threshold as a list of one', () =>
    checkMetric(metrics.recall({ thresholds: [0.3] }), {
      batches: [{ yTrue, yPred, weight: null }],
      results: [1],
    }));

  it("of one class take that class's weights", () =>
    checkMetric(metrics.recall({ classId: 1 }), {
      batches: [{ yTrue, yPred, weight: { shape: [2, 3], data: [9, 1, 9, 9, 3, 9] } }],
      results: [0.75],
    }));
});

describe('f scores', () => {
  it('weigh precision and recall alike by default', () => {
    expect(metrics.fBetaScore().options).toEqual({ average: 'macro', threshold: null, beta: 1 });
    const sums = {
      truePositives: Float64Array.of(2),
      decided: Float64Array.of(3),
      actual: Float64Array.of(8),
    };
    expect(metrics.fBetaScore().result(sums, 8)).toBe(metrics.f1Score().result(sums, 8));
  });

  it('count the largest prediction of a sample only above 1e-9', async () => {
    for (const [largest, result] of [
      [1e-9, 0],
      [1.05e-9, 1],
    ]) {
      const batch = {
        yTrue: { shape: [1, 2], data: [1, 0] },
        yPred: { shape: [1, 2], data: [largest, 0] },
        weight: null,
      };
      await checkMetric(metrics.f1Score({ average: 'micro' }), { batches: [batch], results: [result] });
    }
  });
});

describe('r2Score', () => {
  const column = (...data: number[]) => ({ shape: [data.length, 1], data });
  it('is 1 or 0 where targets never change, by whether they are met', async () => {
    for (const [yPred, result] of [
      [column(2, 2), 1],
      [column(2, 3), 0],
    ] as const) {
      const batches = [{ yTrue: column(2, 2), yPred, weight: null }];
      await checkMetric(metrics.r2Score(), { batches, results: [result] });
    }
  });

  it('stays the plain one with fewer samples than the adjustment needs', () => {
    const batches = [{ yTrue: column(0, 1, 2), yPred: column(0, 1, 1), weight: null }];
    return checkMetric(metrics.r2Score({ numRegressors: 2 }), { batches, results: [0.5] });
  });

  it('adjusts by the number of samples, not of samples times outputs', () => {
    const pair = (...data: number[]) => ({ shape: [data.length / 2, 2], data });
    const batches = [{ yTrue: pair(0, 0, 1, 1, 2, 2), yPred: pair(0, 0, 1, 1, 1, 1), weight: null }];
    return checkMetric(metrics.r2Score({ numRegressors: 1 }), { batches, results: [0] });
  });
});

describe('auc', () => {
  it('is 0 where no label counts', () =>
    checkMetric(metrics.auc({ multiLabel: true, labelWeights: [0, 0] }), {
      batches: [
        {
          yTrue: { shape: [2, 2], data: [0, 1, 1, 0] },
          yPred: { shape: [2, 2], data: [0.1, 0.9, 0.8, 0.3] },
          weight: null,
        },
      ],
      results: [0],
    }));

  it('takes a prediction that is NaN for 0', () =>
    checkMetric(metrics.auc(), {
      batches: [
        {
          yTrue: { shape: [3], data: [0, 1, 0] },
          yPred: { shape: [3], data: [Number.NaN, 0.7, 0.2] },
          weight: null,
        },
      ],
      results: [1],
    }));
});

describe('shapes and options that do not fit are refused before any work', () => {
  const call = (targets: number[], predictions: number[]) => ({
    yTrue: y(...targets),
    yPred: y(...predictions),
    weight: undefined,
  });

  it.each([
    ['accuracy', [5], [4], 'got targets of shape [batch, 5]. End the model with 5 units'],
    ['categoricalAccuracy', [], [4], 'use sparseCategoricalCrossentropy'],
    ['categoricalAccuracy', [1], [1], 'One output is no choice'],
    ['binaryAccuracy', [], [4], 'binaryAccuracy: expected targets that fit predictions of shape [batch, 4]'],
    ['precision', [2], [4], 'precision: expected targets'],
    ['f1Score', [2, 3], [2, 3], 'f1Score: expected predictions of shape [batch, classes], got [batch, 2, 3]'],
    ['r2Score', [2, 3], [2, 3], 'r2Score: expected predictions of shape [batch, outputs], got [batch, 2, 3]'],
  ] as const)('%s of %j and %j', (name, targets, predictions, message) => {
    expect(() => resolveMetric(name).sums(call([...targets], [...predictions]))).toThrow(message);
  });

  it.each<[string, () => unknown]>([
    ['make one metric for each threshold', () => metrics.precision({ thresholds: [0.2, 0.5] })],
    [
      'precision: thresholds: expected a number from 0 to 1, got 2',
      () => metrics.precision({ thresholds: 2 }),
    ],
    ['recall: topK: expected a whole number, 1 or more, got 0', () => metrics.recall({ topK: 0 })],
    [
      'classId: expected a class from 0 to 3, got 4',
      () => metrics.recall({ classId: 4 }).sums(call([4], [4])),
    ],
    ['k: expected a whole number, 1 or more, got 0.5', () => metrics.topKCategoricalAccuracy({ k: 0.5 })],
    ["Did you mean 'ROC'?", () => metrics.auc({ curve: 'RO' as 'ROC' })],
    ['numThresholds: expected a whole number, 2 or more, got 1', () => metrics.auc({ numThresholds: 1 })],
    ['thresholds: expected a number from 0 to 1, got 3', () => metrics.auc({ thresholds: [3] })],
    [
      'auc: multiLabel: expected predictions of shape [batch, outputs]',
      () => metrics.auc({ multiLabel: true }).sums(call([2, 2], [2, 2])),
    ],
    [
      'auc: labelWeights: expected one number for each of 2 outputs',
      () => metrics.auc({ labelWeights: [1] }).sums(call([2], [2])),
    ],
    ['classAggregation', () => metrics.r2Score({ classAggregation: 'uniform' as 'uniformAverage' })],
    [
      "average: expected 'micro', 'macro' or 'weighted', got null",
      () => metrics.f1Score({ average: null as never }),
    ],
    ['threshold: expected a number', () => metrics.f1Score({ threshold: 1.5 })],
    ['beta: expected', () => metrics.fBetaScore({ beta: 0 })],
  ])('%s', (message, make) => {
    expect(make).toThrow(message);
  });
});
