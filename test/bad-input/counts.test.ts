import { describe } from 'vitest';
import { batches, dense, rows, y } from './models.js';
import { type Case, fitted, itRefuses, option } from './refusals.js';

const leaveOut = 'Leave it out for the default, min(32, samples).';
const wholeFromOne = 'a whole number from 1 up';

const options: Record<string, Case> = {
  'batch size 0': [
    dense,
    option({ batchSize: 0 }),
    `fit: batchSize: expected ${wholeFromOne}, or 'full', got 0. ${leaveOut}`,
  ],
  'a negative batch size': [
    dense,
    option({ batchSize: -4 }),
    `fit: batchSize: expected ${wholeFromOne}, or 'full', got -4. ${leaveOut}`,
  ],
  'a fractional batch size': [
    dense,
    option({ batchSize: 1.5 }),
    `fit: batchSize: expected ${wholeFromOne}, or 'full', got 1.5. ${leaveOut}`,
  ],
  'NaN for a batch size': [
    dense,
    option({ batchSize: Number.NaN }),
    `fit: batchSize: expected ${wholeFromOne}, or 'full', got NaN. ${leaveOut}`,
  ],
  'a batch size as text': [
    dense,
    option({ batchSize: '8' }),
    `fit: batchSize: expected ${wholeFromOne}, or 'full', got '8'. ${leaveOut}`,
  ],
  'a measured batch size': [
    dense,
    option({ batchSize: 'auto' }),
    `fit: batchSize: expected ${wholeFromOne}, or 'full', got 'auto'. Choosing by measurement comes in a later version. ${leaveOut}`,
  ],
  'a batch size for batches': [
    dense,
    fitted(batches, undefined, { batchSize: 4 }),
    'fit: batchSize: expected none for data that comes in batches, got 4. The data cuts its own batches: leave batchSize out.',
  ],
  'batch size 0 in evaluate': [
    dense,
    (net) => net.evaluate(rows, y, { batchSize: 0 }),
    `evaluate: batchSize: expected ${wholeFromOne}, or 'full', got 0. ${leaveOut}`,
  ],
  'batch size 0 in predict': [
    dense,
    (net) => net.predict(rows, { batchSize: 0 }),
    `predict: batchSize: expected ${wholeFromOne}, or 'full', got 0. ${leaveOut}`,
  ],
  'batch size 0 for validation': [
    dense,
    option({ validationBatchSize: 0 }),
    `fit: validationBatchSize: expected ${wholeFromOne}, or 'full', got 0. ${leaveOut}`,
  ],
  'no epochs': [dense, option({ epochs: 0 }), `fit: epochs: expected ${wholeFromOne}, got 0.`],
  'epochs as text': [dense, option({ epochs: '3' }), `fit: epochs: expected ${wholeFromOne}, got '3'.`],
  'no epochs of batches': [
    dense,
    fitted(batches, undefined, { epochs: 0 }),
    `fit: epochs: expected ${wholeFromOne}, got 0.`,
  ],
  'a negative first epoch': [
    dense,
    option({ initialEpoch: -1 }),
    'fit: initialEpoch: expected a whole number from 0 up, got -1.',
  ],
  'a first epoch after the last': [
    dense,
    option({ initialEpoch: 5, epochs: 3 }),
    'fit: initialEpoch: expected at most epochs, which is 3, got 5. epochs is where training ends, not how many are added.',
  ],
  'no steps': [
    dense,
    fitted(batches, undefined, { stepsPerEpoch: 0 }),
    `fit: stepsPerEpoch: expected ${wholeFromOne}, got 0.`,
  ],
  'no validation steps': [
    dense,
    option({ validationData: [rows, y], validationSteps: 0 }),
    `fit: validationSteps: expected ${wholeFromOne}, got 0.`,
  ],
  'half a step in evaluate': [
    dense,
    (net) => net.evaluate(rows, y, { steps: 0.5 }),
    `evaluate: steps: expected ${wholeFromOne}, got 0.5.`,
  ],
  'no steps in predict': [
    dense,
    (net) => net.predict(rows, { steps: 0 }),
    `predict: steps: expected ${wholeFromOne}, got 0.`,
  ],
};

describe('fit, evaluate and predict refuse in words, before any work, numbers that cannot count batches, steps or epochs:', () =>
  itRefuses(options));
