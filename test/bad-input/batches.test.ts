import { describe } from 'vitest';
import { batches, dense, rows, y } from './models.js';
import { type Case, fitted, itRefuses } from './refusals.js';

const shape = "the input 'input' has";

const iterables: Record<string, Case> = {
  'targets beside batches': [
    dense,
    fitted(batches, y),
    'fit: y: expected none beside data that brings its own, got [1, 2, 3, 4]. Leave y out, or pass x as an array.',
  ],
  'weights beside batches': [
    dense,
    fitted(batches, undefined, { sampleWeight: y }),
    'fit: sampleWeight: expected none beside data that brings its own, got [1, 2, 3, 4]. Leave sampleWeight out, or pass x as an array.',
  ],
  'batches without targets': [
    dense,
    fitted(() => [[rows]], undefined),
    'fit: batch 0: y: expected targets, got none. Pass y, one entry for each sample of x.',
  ],
  'no batches': [
    dense,
    fitted(() => [], undefined),
    'fit: x: expected at least one batch, got none. Pass a function that makes the batches: it is called for each pass over the data.',
  ],
  'no batches in evaluate': [
    dense,
    (net) => net.evaluate(() => []),
    'evaluate: x: expected at least one batch, got none.',
  ],
  'no batches in predict': [
    dense,
    (net) => net.predict(() => []),
    'predict: x: expected at least one batch, got none.',
  ],
  'a number for a batch': [
    dense,
    fitted(() => [3], undefined),
    'fit: batch 0: expected [x, y], [x, y, sampleWeight] or { x, y, sampleWeight }, got 3.',
  ],
  'a number for batches': [
    dense,
    fitted(() => 3, undefined),
    'fit: x: expected a function that returns an iterable of batches, got 3.',
  ],
  'a batch of another shape': [
    dense,
    fitted(() => [[[[1, 2, 3]], [1]]], undefined),
    `fit: batch 0: x: expected samples of shape [2], as ${shape}, got [3].`,
  ],
};

describe('fit, evaluate and predict refuse in words, before any work, batches that cannot be used:', () =>
  itRefuses(iterables));
