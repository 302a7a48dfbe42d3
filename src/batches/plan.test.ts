import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchPlan, describePlan, epochPart, type PlanOptions, rowsOfBatch } from './plan.js';

const line = (options: PlanOptions) => describePlan(batchPlan(options));

describe('batchPlan', () => {
  it('keeps the partial last batch', () => {
    expect(batchPlan({ samples: 6, batchSize: 4, epochs: 10 })).toEqual({
      samples: 6,
      batchSize: 4,
      batches: 2,
      steps: 2,
      lastBatch: 2,
      initialEpoch: 0,
      epochs: 10,
      updates: 20,
      full: false,
      note: '',
    });
    expect(batchPlan({ samples: 6, batchSize: 3 })).toMatchObject({
      steps: 2,
      lastBatch: 3,
      updates: 2,
      epochs: 1,
    });
  });

  it('takes min(32, samples) where no size is given', () => {
    expect(batchPlan({ samples: 6 })).toMatchObject({ batchSize: 6, full: true });
    expect(batchPlan({ samples: 32 })).toMatchObject({ batchSize: 32, full: true });
    expect(batchPlan({ samples: 33 })).toMatchObject({ batchSize: 32, steps: 2, lastBatch: 1, full: false });
  });

  it('takes all samples for "full" and for more than there are', () => {
    expect(batchPlan({ samples: 50, batchSize: 'full' })).toMatchObject({
      batchSize: 50,
      steps: 1,
      full: true,
      note: '',
    });
    expect(batchPlan({ samples: 50, batchSize: 51 })).toMatchObject({
      batchSize: 50,
      lastBatch: 50,
      full: true,
    });
  });

  it('lets stepsPerEpoch set the batch where no size is given', () => {
    expect(batchPlan({ samples: 10, stepsPerEpoch: 4 })).toMatchObject({
      batchSize: 3,
      steps: 4,
      lastBatch: 1,
    });
    expect(batchPlan({ samples: 10, stepsPerEpoch: 6 })).toMatchObject({
      batchSize: 2,
      steps: 5,
      batches: 5,
    });
  });

  it('counts the updates from the first epoch to the last', () => {
    expect(batchPlan({ samples: 6, batchSize: 2, epochs: 5, initialEpoch: 3 }).updates).toBe(6);
    expect(batchPlan({ samples: 6, batchSize: 2, epochs: 3, initialEpoch: 3 }).updates).toBe(0);
    expect(batchPlan({ samples: 6, batchSize: 2, epochs: 5, stepsPerEpoch: 2 }).updates).toBe(
      2 + 1 + 2 + 1 + 2,
    );
  });

  it.each([0, -1, 2.5, Number.NaN, Number.POSITIVE_INFINITY, null, '3'])(
    'refuses batch size %s',
    (batchSize) => {
      const options = { samples: 6, batchSize: batchSize as number, where: 'fit' };
      const got = batchSize === '3' ? "'3'" : batchSize;
      expect(() => batchPlan(options)).toThrow(
        `fit: batchSize: expected a whole number from 1 up, or 'full', got ${got}. Leave it out for the default, min(32, samples).`,
      );
    },
  );

  it('refuses no samples, and epochs and steps that are not whole', () => {
    expect(() => batchPlan({ samples: 0 })).toThrow(
      'batchPlan: samples: expected a whole number from 1 up, got 0.',
    );
    expect(() => batchPlan({ samples: 1, epochs: 0, where: 'fit' })).toThrow('fit: epochs: expected');
    expect(() => batchPlan({ samples: 1, epochs: 1.5 })).toThrow(
      'epochs: expected a whole number from 1 up, got 1.5.',
    );
    expect(() => batchPlan({ samples: 1, initialEpoch: -1 })).toThrow(
      'initialEpoch: expected a whole number from 0 up',
    );
    expect(() => batchPlan({ samples: 1, stepsPerEpoch: 0 })).toThrow(
      'stepsPerEpoch: expected a whole number from 1',
    );
  });
});

describe('epochPart and rowsOfBatch', () => {
  it('go once over all samples in each epoch, and again in the next', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 1, max: 250 }),
        (samples, batchSize) => {
          const plan = batchPlan({ samples, batchSize, epochs: 3 });
          const order = Int32Array.from({ length: samples }, (_, i) => samples - 1 - i);
          for (let epoch = 0; epoch < 3; epoch++) {
            const part = epochPart(plan, epoch);
            expect(part).toEqual({ pass: epoch, firstBatch: 0, steps: plan.steps });
            const batches = Array.from({ length: part.steps }, (_, k) => rowsOfBatch(plan, order, k));
            expect(batches.flatMap((rows) => [...rows])).toEqual([...order]);
            expect(batches.at(-1)!.length).toBe(plan.lastBatch);
            expect(batches.slice(0, -1).every((rows) => rows.length === plan.batchSize)).toBe(true);
            expect(batches[0].buffer).toBe(order.buffer);
          }
        },
      ),
    );
  });

  it('go on where the last epoch stopped when stepsPerEpoch cuts a pass, and start anew at its end', () => {
    const plan = batchPlan({ samples: 9, batchSize: 2, stepsPerEpoch: 2, epochs: 7, initialEpoch: 2 });
    const parts = [2, 3, 4, 5, 6].map((epoch) => epochPart(plan, epoch));
    expect(parts.map(({ pass, firstBatch, steps }) => [pass, firstBatch, steps])).toEqual([
      [2, 0, 2],
      [2, 2, 2],
      [2, 4, 1],
      [3, 0, 2],
      [3, 2, 2],
    ]);
    expect(parts.reduce((sum, part) => sum + part.steps, 0)).toBe(plan.updates);
  });
});

describe('describePlan', () => {
  it('tells a plan in one line', () => {
    expect(line({ samples: 6, batchSize: 6, epochs: 10 })).toBe(
      '6 samples, batch 6 (full batch): 1 step per epoch, the last batch of 6; 10 updates in 10 epochs.',
    );
    expect(line({ samples: 1797, batchSize: 4, epochs: 10 })).toBe(
      '1,797 samples, batch 4: 450 steps per epoch, the last batch of 1; 4,500 updates in 10 epochs.',
    );
    expect(line({ samples: 1, batchSize: 1 })).toBe(
      '1 sample, batch 1 (full batch): 1 step per epoch, the last batch of 1; 1 update in 1 epoch.',
    );
  });

  it('says where a batch size came from that nobody gave', () => {
    expect(line({ samples: 6, epochs: 10 })).toBe(
      '6 samples, batch 6 (full batch): 1 step per epoch, the last batch of 6; 10 updates in 10 epochs. ' +
        'No batch size was given: the default min(32, 6) = 6 made it a full batch.',
    );
    expect(batchPlan({ samples: 1000 }).note).toBe(
      'No batch size was given: the default min(32, 1,000) = 32 was taken.',
    );
    expect(batchPlan({ samples: 6, batchSize: 100 }).note).toBe(
      'Batch size 100 is more than there are samples: a full batch of 6.',
    );
    expect(batchPlan({ samples: 10, stepsPerEpoch: 4 }).note).toBe(
      'No batch size was given: stepsPerEpoch makes it ceil(10 / 4) = 3.',
    );
  });

  it('says how stepsPerEpoch and the batches of the data differ', () => {
    expect(batchPlan({ samples: 6, batchSize: 2, stepsPerEpoch: 2 }).note).toBe(
      'An epoch takes 2 of the 3 batches, and the next goes on where it stopped.',
    );
    expect(batchPlan({ samples: 6, batchSize: 2, stepsPerEpoch: 5 }).note).toBe(
      'The data makes 3 batches, fewer than stepsPerEpoch 5: an epoch ends after these.',
    );
    expect(batchPlan({ samples: 6, batchSize: 2, stepsPerEpoch: 3 }).note).toBe('');
  });
});
