/** This package as a candidate: see bench/peer.ts for the requests. Run from the sources. */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { layers, sequential } from '../../src/index.js';
import type { Layer } from '../../src/layers/layer.js';
import type { Model } from '../../src/model/model.js';
import type { Fit, FitTimes, Prepare } from '../peer.js';

interface Job {
  model: Model;
  batch: number;
  x: Float32Array;
  y: Float32Array;
  rowSize: number;
  inputShape: readonly number[];
}

const jobs = new Map<string, Job>();

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line) as Prepare | Fit;
  let answer: unknown;
  try {
    answer = request.command === 'prepare' ? prepare(request) : await train(request);
  } catch (error) {
    answer = { error: String(error) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}

function prepare({ id, workload, batch, settings, ...files }: Prepare): unknown {
  const { inputShape } = workload;
  const factories = layers as unknown as Record<string, (options: unknown) => Layer>;
  const model = sequential(
    workload.layers.map(({ type, ...options }, i) =>
      factories[type](i === 0 ? { ...options, inputShape } : options),
    ),
  );
  model.compile({ loss: workload.loss, optimizer: workload.optimizer, ...settings });
  jobs.set(id, {
    model,
    batch,
    x: floats(files.x),
    y: floats(files.y),
    rowSize: inputShape.reduce((size, length) => size * length, 1),
    inputShape,
  });
  return { versions: { node: process.version } };
}

async function train({ id, from, rows, epochs }: Fit): Promise<FitTimes> {
  const { model, batch, rowSize, inputShape, ...data } = jobs.get(id)!;
  const x = { data: data.x.subarray(from * rowSize, (from + rows) * rowSize), shape: [rows, ...inputShape] };
  const y = data.y.subarray(from, from + rows);
  const cpu = process.cpuUsage();
  const start = performance.now();
  const history = await model.fit(x, y, { batchSize: batch, epochs, verbose: 0 });
  const ms = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  return { ms, cpuMs: (user + system) / 1000, loss: history.history.loss.at(-1)! };
}

function floats(file: string): Float32Array {
  const bytes = readFileSync(file);
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}
