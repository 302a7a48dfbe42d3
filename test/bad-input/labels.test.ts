import { describe } from 'vitest';
import { losses } from '../../src/index.js';
import { classes, dense, embedding, nested, rows, twoOutputs, y } from './models.js';
import { type Case, fitted, itRefuses } from './refusals.js';

const oneForEach = "The model's output has 3 units: one for each class, counted from 0.";
const countIds = 'Count ids from 0, and give the layer an inputDim above the largest.';

const labels: Record<string, Case> = {
  'a class too many': [
    classes,
    fitted(rows, [0, 1, 2, 3]),
    `fit: y: expected labels from 0 to 2, got 3 at [3]. ${oneForEach}`,
  ],
  'a negative label': [
    classes,
    fitted(rows, [[0], [-1], [2], [9]]),
    `fit: y: expected labels from 0 to 2, got -1 at [1, 0]. ${oneForEach}`,
  ],
  'half a label': [
    classes,
    fitted(rows, [0, 1, 1.5, 0]),
    `fit: y: expected labels from 0 to 2, got 1.5 at [2]. ${oneForEach}`,
  ],
  'no label': [
    classes,
    fitted(rows, [0, Number.NaN, 1, 0]),
    `fit: y: expected labels from 0 to 2, got NaN at [1]. ${oneForEach}`,
  ],
  'a label of BigInts': [
    classes,
    fitted(rows, BigInt64Array.of(0n, 1n, 2n, 7n)),
    `fit: y: expected labels from 0 to 2, got 7 at [3]. ${oneForEach}`,
  ],
  'a label for the crossentropy that finds its kind': [
    () => dense('crossentropy', 3),
    fitted(rows, [0, 1, 2, 3]),
    `fit: y: expected labels from 0 to 2, got 3 at [3]. ${oneForEach}`,
  ],
  'a label beside the ignored one': [
    () => dense(losses.sparseCategoricalCrossentropy({ ignoreClass: 255 }), 3),
    fitted(rows, [0, 255, 254, 0]),
    `fit: y: expected labels from 0 to 2, got 254 at [2]. ${oneForEach}`,
  ],
  'a label of one of two outputs': [
    twoOutputs,
    fitted([rows, y], { p: y, q: [0, 1, 2, 3] }),
    `fit: y.q: expected labels from 0 to 2, got 3 at [3]. ${oneForEach}`,
  ],
  'a label in the validation data': [
    classes,
    fitted(rows, [0, 1, 2, 0], { validationData: [rows, [0, 1, 5, 0]] }),
    `fit: validationData: y: expected labels from 0 to 2, got 5 at [2]. ${oneForEach}`,
  ],
  'a label in evaluate': [
    classes,
    (net) => net.evaluate(rows, [0, 1, 2, 3]),
    `evaluate: y: expected labels from 0 to 2, got 3 at [3]. ${oneForEach}`,
  ],
  'a label in trainOnBatch': [
    classes,
    (net) => net.trainOnBatch(rows, [0, 1, 2, 3]),
    `trainOnBatch: y: expected labels from 0 to 2, got 3 at [3]. ${oneForEach}`,
  ],
  'a label in a batch': [
    classes,
    fitted(() => [[rows, [0, 1, 2, 3]]], undefined),
    `fit: batch 0: y: expected labels from 0 to 2, got 3 at [3]. ${oneForEach}`,
  ],
  '-1 for no': [
    () => dense('binaryCrossentropy'),
    fitted(rows, [1, -1, 1, -1]),
    'fit: y: expected targets from 0 to 1, got -1 at [1]. binaryCrossentropy reads 0 as no and 1 as yes.',
  ],
  'ids for yes or no': [
    () => dense('bce'),
    fitted(rows, [0, 1, 2, 0]),
    'fit: y: expected targets from 0 to 1, got 2 at [2]. binaryCrossentropy reads 0 as no and 1 as yes.',
  ],
  'an id beyond an embedding': [
    embedding,
    fitted(
      [
        [0, 1],
        [4, 5],
      ],
      [1, 2],
    ),
    `fit: x: expected ids from 0 to 4, as the layer 'words' knows, got 5 at [1, 1]. ${countIds}`,
  ],
  'a negative id': [
    embedding,
    (net) => net.predict([[0, -1]]),
    `predict: x: expected ids from 0 to 4, as the layer 'words' knows, got -1 at [0, 1]. ${countIds}`,
  ],
  'half an id': [
    embedding,
    (net) => net.predictOnBatch([[0.5, 1]]),
    `predictOnBatch: x: expected ids from 0 to 4, as the layer 'words' knows, got 0.5 at [0, 0]. ${countIds}`,
  ],
  'an id beyond a nested embedding': [
    nested,
    (net) => net.predict([[0, 3]]),
    `predict: x: expected ids from 0 to 2, as the layer 'encoder/embedding' knows, got 3 at [0, 1]. ${countIds}`,
  ],
  'a fraction for an integer input': [
    nested,
    (net) => net.predict([[0, 0.5]]),
    'predict: x: expected whole numbers, got 0.5 at [0, 1].',
  ],
};

describe('fit, evaluate and predict refuse in words, before any work, labels and ids outside the known ones:', () =>
  itRefuses(labels));
