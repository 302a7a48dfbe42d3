import { datasets, layers, NDArray, sequential } from '../../index.js';
import type { Output } from '../../platform/terminal.js';
import { type Column, heading, row } from '../table.js';
import { type Measured, whatItShows } from './what-it-shows.js';

const sizes = [8, 32, 128, 'full'] as const;
const epochs = 30;
const seed = 7;
const validationShare = 0.2;

const columns: readonly Column[] = [
  { title: 'batch', width: 6 },
  { title: 'steps/epoch', width: 4 },
  { title: 'updates', width: 6 },
  { title: 'ms/step', width: 6 },
  { title: 'samples/s', width: 9 },
  { title: 'seconds', width: 6 },
  { title: 'loss', width: 6 },
  { title: 'accuracy', width: 6 },
  { title: 'val loss', width: 6 },
  { title: 'val accuracy', width: 6 },
];

/** Trains a classifier of handwritten digits with four batch sizes from the same weights, and tells what was measured. */
export async function digits(output: Output, signal: AbortSignal): Promise<void> {
  const say = (text = '') => output.write(`${text}\n`);
  const { x, y } = datasets.digits();
  const samples = y.size;
  const training = Math.floor(samples * (1 - validationShare));
  say(
    `Real data: ${count(samples)} handwritten digits of 8 x 8 pixels; the last ${count(samples - training)} are kept for validation.`,
  );
  say(
    `A network 64-32-10 (relu, softmax), adam, learning rate 0.001, ${epochs} epochs, the same first weights each time (seed ${seed}).\n`,
  );
  say(heading(columns));

  const all: Measured[] = [];
  for (const batchSize of sizes) {
    const model = sequential([
      layers.rescaling({ scale: 1 / 16, inputShape: [64] }),
      layers.dense({ units: 32, activation: 'relu' }),
      layers.dense({ units: 10, activation: 'softmax' }),
    ]);
    model.compile({ optimizer: 'adam', loss: 'sparseCategoricalCrossentropy', metrics: ['accuracy'] });
    const progress = {
      name: 'progress of the demo',
      onEpochBegin(epoch: number) {
        if (output.isTTY) output.write(`\r  batch ${batchSize}: epoch ${epoch + 1} of ${epochs}`);
      },
    };
    const options = {
      epochs,
      batchSize,
      validationSplit: validationShare,
      seed,
      signal,
      verbose: 0,
      callbacks: [progress],
    } as const;
    const history = await model.fit(x, y, options);
    if (output.isTTY) output.write('\r\u001b[K');
    if (signal.aborted) break;
    const part = (from: number, to: number) =>
      model.evaluate(
        new NDArray(x.data.subarray(from * 64, to * 64), [to - from, 64]),
        new NDArray(y.data.subarray(from, to), [to - from]),
        { batchSize: 512 },
      );
    // After training, on weights that no longer change: the means that fit shows are taken while they do.
    const trained = await part(0, training);
    const validated = await part(training, samples);
    const stepsMs = history.timings.reduce((sum, timing) => sum + timing.stepsMs, 0) - history.firstStepMs;
    const updates = history.steps.reduce((sum, steps) => sum + steps, 0);
    const msPerStep = stepsMs / (updates - 1);
    const measured: Measured = {
      batchSize: batchSize === 'full' ? training : batchSize,
      full: batchSize === 'full',
      stepsPerEpoch: history.steps[0],
      updates,
      msPerStep,
      samplesPerSecond: training / history.steps[0] / (msPerStep / 1000),
      seconds: (msPerStep * updates) / 1000,
      loss: trained.loss,
      accuracy: trained.accuracy,
      valLoss: validated.loss,
      valAccuracy: validated.accuracy,
      valSamples: samples - training,
    };
    all.push(measured);
    say(row(columns, entries(measured)));
  }
  if (all.length > 0) {
    say(
      '\nTimes are of the training steps alone, without the first; losses and accuracies are of the final weights.',
    );
    say(whatItShows(all, epochs));
  }
}

function entries(measured: Measured): string[] {
  return [
    measured.full ? 'full' : String(measured.batchSize),
    count(measured.stepsPerEpoch),
    count(measured.updates),
    measured.msPerStep.toFixed(3),
    count(Math.round(measured.samplesPerSecond)),
    measured.seconds.toFixed(2),
    measured.loss.toFixed(4),
    measured.accuracy.toFixed(4),
    measured.valLoss.toFixed(4),
    measured.valAccuracy.toFixed(4),
  ];
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}
