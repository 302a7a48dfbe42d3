// The installed package as a strict TypeScript program uses it, compiled without skipLibCheck and without Node's types.
import { layers, sequential } from 'minibatch';

declare const console: { log(text: string): void };

const x = [1, 2, 3, 4, 5, 6];
const y = [1, 2, 3, 4, 5, 6];
const model = sequential([layers.dense({ units: 1, inputShape: [1] })]);
model.compile({ loss: 'mae', optimizer: 'adam' });
const history = await model.fit(x, y, { epochs: 10, batchSize: 6, verbose: 0 });
const losses: number[] = history.history.loss;
const { data, shape } = await model.predict(x);
const rows: number = shape[0];
if (losses.length !== 10 || rows !== 6 || data.length !== 6)
  throw new Error(`${losses.length} epochs, ${rows} rows`);

// A wrong name is found by the compiler.
// @ts-expect-error -- 'rellu' is no activation
const wrongActivation = () => layers.dense({ units: 1, activation: 'rellu' });
// @ts-expect-error -- 'adm' is no optimizer
const wrongOptimizer = () => model.compile({ loss: 'mae', optimizer: 'adm' });
// @ts-expect-error -- 'batchsize' is no option
const wrongOption = () => model.fit(x, y, { batchsize: 6 });

console.log(`ok, ${[wrongActivation, wrongOptimizer, wrongOption].length} mistakes found`);
