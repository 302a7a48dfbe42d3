import { describe } from 'vitest';
import { batches, dense, rows, y } from './models.js';
import { type Case, fitted, itRefuses, option } from './refusals.js';

const everyArray = 'Every array needs one entry for each sample.';
const aCallback = 'A callback is an object such as { name: …, onEpochEnd(epoch, logs, run) { … } }.';
const shape = "the input 'input' has";

const options: Record<string, Case> = {
  'a split that leaves no training': [
    dense,
    fitted([[1, 2]], [1], { validationSplit: 0.1 }),
    'fit: validationSplit: expected a share that leaves samples on both sides, got 0.1 of 1 samples, which leaves none for training. Choose another share or add samples.',
  ],
  'a split of everything': [
    dense,
    option({ validationSplit: 1 }),
    'fit: validationSplit: expected a share from 0 up to, not including, 1, got 1.',
  ],
  'a split as text': [
    dense,
    option({ validationSplit: '0.2' }),
    "fit: validationSplit: expected a share from 0 up to, not including, 1, got '0.2'.",
  ],
  'a split of batches': [
    dense,
    fitted(batches, undefined, { validationSplit: 0.2 }),
    'fit: validationSplit: expected arrays that can be cut, got data that comes in batches. Pass validationData.',
  ],
  'validation data without targets': [
    dense,
    option({ validationData: rows }),
    'fit: validationData: expected [x, y] or [x, y, sampleWeight], got a list of 4.',
  ],
  'validation data of one': [
    dense,
    option({ validationData: [rows] }),
    'fit: validationData: expected [x, y] or [x, y, sampleWeight], got a list of 1.',
  ],
  'validation data as text': [
    dense,
    option({ validationData: 'x' }),
    "fit: validationData: expected [x, y] or [x, y, sampleWeight], got 'x'.",
  ],
  'validation data of two lengths': [
    dense,
    option({ validationData: [rows, [1]] }),
    `fit: validationData: y: expected 4 samples, as in x, got 1. ${everyArray}`,
  ],
  'validation data of another shape': [
    dense,
    option({ validationData: [[[1, 2, 3]], [1]] }),
    `fit: validationData: x: expected samples of shape [2], as ${shape}, got [3].`,
  ],
  'a frequency of 0': [
    dense,
    option({ validationFreq: 0 }),
    'fit: validationFreq: expected a whole number from 1 up, or a list of epochs, got 0.',
  ],
  'a function for a callback': [
    dense,
    option({ callbacks: [() => {}] }),
    `fit: callbacks[0]: expected a callback, got the function (anonymous). ${aCallback}`,
  ],
  'a name for a callback': [
    dense,
    option({ callbacks: [{}, 'earlyStopping'] }),
    `fit: callbacks[1]: expected a callback, got 'earlyStopping'. ${aCallback}`,
  ],
  'a callback that is no list': [
    dense,
    option({ callbacks: { name: 'a' } }),
    `fit: callbacks: expected a list of callbacks, got an object with keys name. ${aCallback}`,
  ],
  'hooks in Keras’s spelling': [
    dense,
    option({ callbacks: [{ name: 'a', on_epoch_end() {} }] }),
    "fit: callbacks[0]: expected the name of a known hook, got 'on_epoch_end'. Did you mean 'onEpochEnd'?",
  ],
  'hooks of a class that nobody calls': [
    dense,
    option({
      callbacks: [
        new (class {
          name = 'a';
          onBatchEnd() {}
        })(),
      ],
    }),
    "fit: callbacks[0]: expected the name of a known hook, got 'onBatchEnd'.",
  ],
  'a hook that is no function': [
    dense,
    option({ callbacks: [{ name: 'a', onEpochEnd: 3 }] }),
    'fit: callbacks[0]: onEpochEnd: expected a function, got 3.',
  ],
  'a callback in evaluate': [
    dense,
    (net) => net.evaluate(rows, y, { callbacks: [3 as never] }),
    `evaluate: callbacks[0]: expected a callback, got 3. ${aCallback}`,
  ],
  'a seed as text': [
    dense,
    option({ seed: 'abc' }),
    "fit: seed: expected a whole number from 0 up, got 'abc'.",
  ],
  'an option that is none': [
    dense,
    option({ batch_size: 3 }),
    "fit: expected the name of a known option, got 'batch_size'. Did you mean 'batchSize'?",
  ],
  'epochs in the place of options': [
    dense,
    (net) => net.fit(rows, y, 10 as never),
    'fit: expected an object of options, got 10.',
  ],
  'verbose 3': [
    dense,
    option({ verbose: 3 }),
    "fit: verbose: expected 0, 1, 2 or 'auto', got 3. Leave it out for a progress line.",
  ],
  'an unknown progress': [
    dense,
    option({ progress: 'kerras2' }),
    "fit: progress: expected the name of a known progress format, got 'kerras2'. Did you mean 'keras2'?",
  ],
  'a wrong output': [
    dense,
    option({ output: 3 }),
    'fit: output: expected an object with a method write(text), got 3.',
  ],
  'a wrong signal': [dense, option({ signal: 3 }), 'fit: signal: expected '],
  'a shuffle of another library': [
    dense,
    option({ shuffle: 'batch' }),
    "fit: shuffle: expected true or false, got 'batch'.",
  ],
  'a state that is none': [
    dense,
    option({ resume: {} }),
    'fit: resume: expected a training state of version 1, got undefined.',
  ],
};

describe('fit, evaluate and predict refuse in words, before any work, validation, callbacks and other options with a wrong value:', () =>
  itRefuses(options));
