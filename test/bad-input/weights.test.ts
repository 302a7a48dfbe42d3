import { describe } from 'vitest';
import { batches, classes, dense, rows, twoOutputs, y } from './models.js';
import { type Case, fitted, itRefuses, option } from './refusals.js';

const everyArray = 'Every array needs one entry for each sample.';

const weights: Record<string, Case> = {
  'too few sample weights': [
    dense,
    option({ sampleWeight: [1, 2] }),
    `fit: sampleWeight: expected 4 samples, one for each sample, got 2. ${everyArray}`,
  ],
  'sample weights of a strange shape': [
    dense,
    option({ sampleWeight: rows }),
    'sampleWeight: expected one number for each sample, or for each place of [batch], got the shape [batch, 2]. Give one weight for each sample.',
  ],
  'class weights beside sample weights': [
    classes,
    fitted(rows, [0, 1, 2, 0], { sampleWeight: y, classWeight: { 0: 2 } }),
    'fit: classWeight: expected either classWeight or sampleWeight, got both. Multiply them into sampleWeight.',
  ],
  'a class weight for no class': [
    classes,
    fitted(rows, [0, 1, 2, 0], { classWeight: { 3: 2 } }),
    "fit: classWeight: expected a class from 0 to 2, got the key '3'.",
  ],
  'a class weight for no class, of a batch': [
    classes,
    (net) => net.trainOnBatch(rows, [0, 1, 2, 0], { classWeight: { 3: 2 } }),
    "trainOnBatch: classWeight: expected a class from 0 to 2, got the key '3'.",
  ],
  'a list of class weights': [
    classes,
    fitted(rows, [0, 1, 2, 0], { classWeight: [1, 2, 3] }),
    'fit: classWeight: expected a record from class to weight, got [1, 2, 3]. Write { 0: 1, 1: 4.5 }.',
  ],
  'class weights for several outputs': [
    twoOutputs,
    fitted([rows, y], [y, [0, 1, 2, 0]], { classWeight: { 0: 1 } }),
    'fit: classWeight: expected a model with one output, got 2. Use sampleWeight for each output.',
  ],
  'class weights for batches': [
    classes,
    fitted(batches, undefined, { classWeight: { 0: 1 } }),
    'fit: classWeight: expected arrays of labels, got data that comes in batches. Yield sample weights.',
  ],
  'one array for two inputs': [
    twoOutputs,
    fitted(rows, [y, y]),
    'fit: x: expected 2 arrays, one for each of a, b, got a list of 4. Pass [a, b] or { a, b }.',
  ],
  'a wrong name of an input': [
    twoOutputs,
    fitted({ a: rows, c: y }, [y, y]),
    "fit: x: expected the name of a known part, got 'c'. Did you mean 'a'?",
  ],
  'an input that is missing': [
    twoOutputs,
    fitted({ a: rows }, [y, y]),
    'fit: x: expected an array for each of a, b, got none for b.',
  ],
  'one array for two outputs': [
    twoOutputs,
    fitted([rows, y], y),
    'fit: y: expected 2 arrays, one for each of p, q, got a list of 4. Pass [p, q] or { p, q }.',
  ],
};

describe('fit, evaluate and predict refuse in words, before any work, sample weights, class weights and several arrays:', () =>
  itRefuses(weights));
