import { describe } from 'vitest';
import { classes, dense, rows, y } from './models.js';
import { type Case, fitted, itRefuses } from './refusals.js';

const everyArray = 'Every array needs one entry for each sample.';
const kinds = 'numbers: nested arrays, a typed array, { data, shape } or an NDArray';
const shape = "the input 'input' has";

const data: Record<string, Case> = {
  'no x': [
    dense,
    fitted(undefined, y),
    'fit: x: expected data, got undefined. Pass an array with one entry for each sample.',
  ],
  'no y': [
    dense,
    fitted(rows, undefined),
    'fit: y: expected targets, got none. Pass y, one entry for each sample of x.',
  ],
  'no samples': [dense, fitted([], []), 'fit: x: expected at least one sample, got an empty array.'],
  'empty rows': [
    dense,
    fitted([[], []], [1, 2]),
    'fit: x: expected at least one sample, got an empty array.',
  ],
  'y shorter than x': [
    dense,
    fitted(rows, [1, 2, 3]),
    `fit: y: expected 4 samples, as in x, got 3. ${everyArray}`,
  ],
  'ragged x': [
    dense,
    fitted([[1, 2], [3]], [1, 2]),
    'fit: x: expected rows of one length, got a row of 1 value at [1] after rows of 2. Pad, cut or leave out the rows that differ.',
  ],
  'numbers as text': [
    dense,
    fitted([['1', 2]], [1]),
    "fit: x: expected numbers, got '1' at [0, 0]. Turn text into numbers first.",
  ],
  'missing values': [
    dense,
    fitted([[1, null]], [1]),
    'fit: x: expected numbers, got null at [0, 1]. Fill in or leave out missing values.',
  ],
  'labels as text': [
    classes,
    fitted(rows, ['a', 'b', 'a', 'b']),
    "fit: y: expected numbers, got 'a' at [0]. Turn text into numbers first.",
  ],
  'text for x': [dense, fitted('abc', y), `fit: x: expected ${kinds}, got 'abc'.`],
  'a number for x': [
    dense,
    fitted(3, 4),
    'fit: x: expected an array with one entry for each sample, got the single number 3.',
  ],
  'a promise for x': [
    dense,
    fitted(Promise.resolve(rows), y),
    `fit: x: expected ${kinds}, got an object with keys .`,
  ],
  'a wrong last axis': [
    dense,
    fitted([[1, 2, 3]], [1]),
    `fit: x: expected samples of shape [2], as ${shape}, got [3]. Reshape the data, or give the first layer inputShape: [3].`,
  ],
  'one number a sample where two are wanted': [
    dense,
    fitted(y, y),
    `fit: x: expected samples of shape [2], as ${shape}, got single numbers. Reshape the data, or give the first layer inputShape: [1].`,
  ],
  'three axes into dense': [
    dense,
    fitted([[[1, 2]], [[3, 4]]], [1, 2]),
    `fit: x: expected samples of shape [2], as ${shape}, got [1, 2]. Reshape the data, or give the first layer inputShape: [1, 2].`,
  ],
  'targets too wide': [
    dense,
    fitted(rows, rows),
    'meanSquaredError: expected targets that fit predictions of shape [batch, 1], got targets of shape [batch, 2]. End the model with 2 units, or give 1 targets for each sample.',
  ],
  'one-hot rows for ids': [
    classes,
    fitted(rows, [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
      [1, 0, 0],
    ]),
    'sparseCategoricalCrossentropy: expected targets that fit predictions of shape [batch, 3], got targets of shape [batch, 3]. If labels are one-hot rows, use categoricalCrossentropy, or give the ids of the classes.',
  ],
  'ids for one-hot rows': [
    () => dense('categoricalCrossentropy', 3),
    fitted(rows, [0, 1, 2, 0]),
    'categoricalCrossentropy: expected targets that fit predictions of shape [batch, 3], got targets of shape [batch]. If labels are class ids, use sparseCategoricalCrossentropy, or write them as one-hot rows.',
  ],
  'one unit for ids': [
    () => dense('sparseCategoricalCrossentropy', 1),
    fitted(rows, [0, 1, 0, 1]),
    'sparseCategoricalCrossentropy: expected targets that fit predictions of shape [batch, 1], got targets of shape [batch]. One output is no choice: use binaryCrossentropy, or end the model with one unit for each class.',
  ],
};

describe('fit, evaluate and predict refuse in words, before any work, data that no model could take:', () =>
  itRefuses(data));
