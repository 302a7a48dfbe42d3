import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { nodesOf } from '../graph/graph.js';
import { placeholder } from '../graph/leaf.js';
import type { Tensor } from '../graph/tensor.js';
import { sigmoid, softmax } from '../ops/index.js';
import { checkLoss, type LossCase } from '../testing/check-loss.js';
import { engines, quickEngines } from '../testing/engines.js';
import * as losses from './index.js';
import { resolveLoss } from './resolve.js';

interface GoldenCase extends LossCase {
  title: string;
  loss: keyof typeof losses;
  options: Record<string, unknown>;
}

const golden: { cases: GoldenCase[] } = JSON.parse(
  readFileSync(new URL('../../test/golden/losses.json', import.meta.url), 'utf8'),
);

const y = (...shape: number[]) => placeholder('y', 'float32', ['batch', ...shape]);

describe('losses', () => {
  const isFirst = (each: GoldenCase) => golden.cases.find(({ loss }) => loss === each.loss) === each;

  it.each(golden.cases)('$loss has the values and gradients of Keras for $title $options', (expected) => {
    const loss = resolveLoss({ type: expected.loss, options: expected.options });
    return checkLoss(loss, expected, isFirst(expected) ? engines : quickEngines);
  });

  it('are all compared with Keras, but for the one that only chooses', () => {
    const compared = new Set(golden.cases.map((each) => each.loss));
    expect(Object.keys(losses).filter((name) => !compared.has(name as keyof typeof losses))).toEqual([
      'crossentropy',
    ]);
  });

  it('meanAbsoluteError pulls nowhere where the prediction is exact, as on TensorFlow and PyTorch (on JAX: down)', async () => {
    const at = (...data: number[]) => ({ shape: [1, data.length], data });
    await checkLoss(losses.meanAbsoluteError(), {
      yTrue: at(1, 2),
      yPred: at(1, 2.5),
      values: { shape: [1], data: [0.25] },
      seed: { shape: [1], data: [1] },
      gradient: at(0, 0.5),
      smooth: false,
    });
  });

  it('give each sample its own loss where targets and predictions are both [batch]', async () => {
    const at = (...data: number[]) => ({ shape: [data.length], data });
    await checkLoss(losses.meanSquaredError(), {
      yTrue: at(1, 2, 3),
      yPred: at(1.5, 2, 5),
      values: at(0.25, 0, 4),
      seed: at(1, 1, 2),
      gradient: at(1, 0, 8),
      smooth: true,
    });
    expect(losses.crossentropy().values(y(), y()).shape).toEqual(['batch']);
  });

  it('cosineSimilarity is 0 with a finite gradient where a vector is all zeros', async () => {
    const at = (...data: number[]) => ({ shape: [1, data.length], data });
    await checkLoss(losses.cosineSimilarity(), {
      yTrue: at(0.6, 0.8),
      yPred: at(0, 0),
      values: { shape: [1], data: [0] },
      seed: { shape: [1], data: [1] },
      gradient: at(-6e6, -8e6),
      smooth: false,
    });
  });
});

describe('sparseCategoricalCrossentropy', () => {
  it('along another axis is the categorical one of one-hot labels', () => {
    const isIt = (each: GoldenCase) =>
      each.loss === 'categoricalCrossentropy' && each.title === 'classes on the first inner axis';
    const expected = golden.cases.find(isIt)!;
    const yTrue = { shape: [2, 2], data: [0, 1, 1, 0] };
    return checkLoss(losses.sparseCategoricalCrossentropy({ axis: 1 }), { ...expected, yTrue });
  });
});

describe('targets', () => {
  it('are ids of classes, or from no to yes', () => {
    const ids = losses.sparseCategoricalCrossentropy({ ignoreClass: -1 }).targets?.(y(), y(3));
    expect(ids).toEqual({ least: 0, most: 2, whole: true, ignored: -1 });
    expect(losses.binaryCrossentropy().targets?.(y(), y(1))).toEqual({ least: 0, most: 1, whole: false });
    expect(losses.meanSquaredError().targets?.(y(), y(1))).toBeUndefined();
  });
});

const opsOf = (tensor: Tensor) => nodesOf([tensor]).map((node) => node.op.name);

describe('cross-entropies of a softmax or sigmoid', () => {
  const logits = y(4);
  it.each([
    ['categoricalCrossentropy', y(4), 'softmaxCrossEntropy'],
    ['sparseCategoricalCrossentropy', y(), 'sparseSoftmaxCrossEntropy'],
  ] as const)('%s is computed from the logits', (name, labels, op) => {
    const values = resolveLoss(name).values(labels, softmax(logits));
    expect(opsOf(values)).toContain(op);
    expect(opsOf(values)).not.toContain('softmax');
    expect(opsOf(values)).toEqual(
      opsOf(resolveLoss({ type: name, options: { fromLogits: true } }).values(labels, logits)),
    );
  });

  it('binaryCrossentropy is computed from the logits, also where targets lack the last axis', () => {
    const one = y(1);
    const values = losses.binaryCrossentropy().values(y(), sigmoid(one));
    expect(opsOf(values)).toContain('sigmoidCrossEntropy');
    expect(opsOf(values)).not.toContain('sigmoid');
    const steps = losses.binaryCrossentropy().values(y(3), sigmoid(y(3, 1)));
    expect(opsOf(steps)).toContain('sigmoidCrossEntropy');
  });

  it('are computed from the probabilities where the softmax runs along another axis', () => {
    const other = softmax(y(3, 4), 1);
    expect(opsOf(losses.categoricalCrossentropy().values(y(3, 4), other))).toContain('softmax');
    const along = losses.categoricalCrossentropy({ axis: 1 }).values(y(3, 4), other);
    expect(opsOf(along)).not.toContain('softmax');
  });

  it('refuse probabilities that are handed over as logits', () => {
    const loss = losses.sparseCategoricalCrossentropy({ fromLogits: true });
    expect(() => loss.values(y(), softmax(logits))).toThrow(
      'sparseCategoricalCrossentropy: fromLogits: expected predictions without an activation, got the output of a softmax.',
    );
  });
});

describe('crossentropy', () => {
  it('chooses by the shapes', () => {
    const { values } = losses.crossentropy({ fromLogits: true });
    expect(opsOf(values(y(), y(1)))).toContain('sigmoidCrossEntropy');
    expect(opsOf(values(y(), y(3)))).toContain('sparseSoftmaxCrossEntropy');
    expect(opsOf(values(y(1), y(3)))).toContain('sparseSoftmaxCrossEntropy');
    expect(opsOf(values(y(3), y(3)))).toContain('softmaxCrossEntropy');
    expect(opsOf(losses.crossentropy().values(y(), y(3)))).toContain('gatherLast');
  });
});

describe('shapes that do not fit are refused before any work', () => {
  it.each([
    [
      'meanSquaredError',
      y(1),
      y(5),
      'meanSquaredError: expected targets that fit predictions of shape [batch, 5], got targets of shape [batch, 1]. End the model with 1 units, or give 5 targets for each sample.',
    ],
    [
      'meanAbsoluteError',
      y(3, 2),
      y(2),
      'got targets of shape [batch, 3, 2]. Let the model end in the shape of the targets',
    ],
    ['sparseCategoricalCrossentropy', y(10), y(10), 'use categoricalCrossentropy'],
    ['sparseCategoricalCrossentropy', y(3), y(10), 'Give one class id for each place'],
    ['sparseCategoricalCrossentropy', y(), y(1), 'use binaryCrossentropy'],
    ['categoricalCrossentropy', y(), y(10), 'use sparseCategoricalCrossentropy'],
    ['categoricalCrossentropy', y(1), y(10), 'use sparseCategoricalCrossentropy'],
    ['categoricalCrossentropy', y(3), y(10), 'End the model with 3 units'],
    ['categoricalCrossentropy', y(1), y(1), 'use binaryCrossentropy'],
    ['binaryCrossentropy', y(), y(10), 'use sparseCategoricalCrossentropy'],
    ['binaryCrossentropy', y(1), y(10), 'use sparseCategoricalCrossentropy'],
    ['binaryCrossentropy', y(3), y(2), 'End the model with 3 units'],
  ] as const)('%s', (name, targets, predictions, message) => {
    expect(() => resolveLoss(name).values(targets, predictions)).toThrow(message);
  });
});
