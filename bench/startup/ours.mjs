/** The seed run on this package, as built: the argument is how many epochs. Its exit is what is timed; see bench/startup.ts. */
import { layers, sequential } from '../../dist/lib/index.js';

const numbers = [1, 2, 3, 4, 5, 6];
const model = sequential([layers.dense({ units: 1, inputShape: [1] })]);
model.compile({ loss: 'mae', optimizer: 'adam' });
for (const batchSize of process.argv[2] === '1' ? [6] : [6, 3, 1]) {
  await model.fit(numbers, numbers, { epochs: Number(process.argv[2]), batchSize, verbose: 0 });
}
process.stdout.write(`${JSON.stringify({ residentBytes: process.memoryUsage().rss })}\n`);
