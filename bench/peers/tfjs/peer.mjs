/** TensorFlow.js as a candidate, on the backend that the first argument names: see bench/peer.ts for the requests. */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';

const backend = process.argv[2];
tf.env().set('PROD', true);
if (backend === 'wasm') {
  setWasmPaths(new URL('./node_modules/@tensorflow/tfjs-backend-wasm/dist/', import.meta.url).pathname);
}
await tf.setBackend(backend);
await tf.ready();

const losses = { mae: 'meanAbsoluteError', mse: 'meanSquaredError' };
const jobs = new Map();

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  let answer;
  try {
    answer = request.command === 'prepare' ? prepare(request) : await train(request);
  } catch (error) {
    answer = { error: String(error) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}

function prepare({ id, workload, batch, samples, ...files }) {
  const { inputShape, loss, optimizer } = workload;
  const model = tf.sequential({
    layers: workload.layers.map(({ type, ...options }, i) =>
      tf.layers[type](i === 0 ? { ...options, inputShape } : options),
    ),
  });
  model.compile({ loss: losses[loss] ?? loss, optimizer });
  const x = tf.tensor(floats(files.x), [samples, ...inputShape]);
  const y = tf.tensor(floats(files.y), [samples, 1]);
  jobs.set(id, { model, x, y, batch });
  return { versions: { tfjs: tf.version.tfjs } };
}

async function train({ id, from, rows, epochs }) {
  const { model, batch, ...all } = jobs.get(id);
  const x = all.x.slice(from, rows);
  const y = all.y.slice(from, rows);
  const cpu = process.cpuUsage();
  const start = performance.now();
  const options = { batchSize: batch, epochs, verbose: 0, yieldEvery: 'never' };
  const { history } = await model.fit(x, y, options);
  const ms = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  tf.dispose([x, y]);
  return { ms, cpuMs: (user + system) / 1000, loss: history.loss.at(-1) };
}

function floats(file) {
  const bytes = readFileSync(file);
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}
