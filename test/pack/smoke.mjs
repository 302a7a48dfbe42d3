// The installed package as a JavaScript program uses it. Run by .ci/run in a folder that holds nothing else.
import assert from 'node:assert/strict';
import { layers, sequential } from 'minibatch';

const x = [1, 2, 3, 4, 5, 6];
const y = [1, 2, 3, 4, 5, 6];

for (const batchSize of [6, 3, undefined]) {
  const model = sequential([layers.dense({ units: 1, inputShape: [1] })]);
  model.compile({ loss: 'mae', optimizer: 'adam' });
  const history = await model.fit(x, y, { epochs: 10, batchSize, seed: 7, verbose: 0 });
  assert.equal(history.history.loss.length, 10);
  assert.ok(
    history.history.loss.every(Number.isFinite),
    `loss at batch ${batchSize}: ${history.history.loss}`,
  );
  assert.deepEqual(history.epoch, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
}

const line = sequential([layers.dense({ units: 1, inputShape: [1] })]);
line.compile({ loss: 'meanSquaredError', optimizer: 'sgd' });
const { history } = await line.fit(x, y, { epochs: 200, batchSize: 3, seed: 7, verbose: 0 });
assert.ok(
  history.loss.at(-1) < history.loss[0] / 10,
  `learns y = x: ${history.loss[0]} → ${history.loss.at(-1)}`,
);
assert.deepEqual((await line.predict([[10], [20]])).shape, [2, 1]);
console.log('ok');
