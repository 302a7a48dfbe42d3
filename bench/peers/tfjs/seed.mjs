/** The seed run on TensorFlow.js, on the backend that the second argument names: see bench/startup.ts. */
import * as tf from '@tensorflow/tfjs';

const [epochs, backend] = process.argv.slice(2);
tf.env().set('PROD', true);
if (backend === 'wasm') {
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  setWasmPaths(new URL('./node_modules/@tensorflow/tfjs-backend-wasm/dist/', import.meta.url).pathname);
}
await tf.setBackend(backend);
const numbers = tf.tensor2d([1, 2, 3, 4, 5, 6], [6, 1]);
const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });
model.compile({ loss: 'meanAbsoluteError', optimizer: 'adam' });
for (const batchSize of epochs === '1' ? [6] : [6, 3, 1]) {
  await model.fit(numbers, numbers, { epochs: Number(epochs), batchSize, verbose: 0 });
}
process.stdout.write(`${JSON.stringify({ residentBytes: process.memoryUsage().rss })}\n`);
