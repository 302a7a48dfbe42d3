/**
 * How long from the start of a process to the end of its first step, and how much memory does the seed run hold, beside Keras, PyTorch
 * and TensorFlow.js?
 *
 *     npm run bench:startup -- --rounds 9
 *
 * Each round starts each candidate once for one step (one epoch of six samples in one batch) and once for the seed run (10 epochs with
 * batch 6, 3 and 1); the first start of each, which reads the disk, is not counted. Time is from before the process is made to the line
 * that it prints after the step; memory is what is resident at the end of the seed run. This package is run as built, from dist/.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Program, pathOf, programOf } from './candidates.js';
import { busyMs, loadAverage } from './machine-load.js';
import { median } from './measure.js';
import { peerEnvironment } from './peer.js';
import { table } from './report.js';

interface Starter {
  readonly title: string;
  /** Of the candidate's own program for `npm run bench`, whose command and environment are used. */
  readonly process: string;
  readonly script: string;
  readonly args?: readonly string[];
  /** What our time and memory may be of this one's. */
  readonly bars?: { readonly time?: number; readonly memory?: number };
}

const keras = { script: 'startup/keras_seed.py', bars: { time: 1 / 10 } };
const tfjs = { script: 'peers/tfjs/seed.mjs', bars: { time: 1 / 2 } };
const starters: readonly Starter[] = [
  { title: 'Minibatch', process: 'ours', script: 'startup/ours.mjs' },
  { title: 'Keras, JAX', process: 'keras-jax', ...keras },
  // Its default backend, on which Keras's memory is judged.
  {
    title: 'Keras, TensorFlow',
    process: 'keras-tensorflow',
    ...keras,
    bars: { time: 1 / 10, memory: 1 / 5 },
  },
  { title: 'PyTorch', process: 'torch', script: 'startup/torch_seed.py' },
  { title: 'TensorFlow.js, WASM', process: 'tfjs-wasm', args: ['wasm'], ...tfjs },
  { title: 'TensorFlow.js, plain', process: 'tfjs-cpu', args: ['cpu'], ...tfjs },
];

interface Start {
  readonly ms: number;
  readonly residentBytes: number;
}

const { values: options } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } });
const rounds = Number(options.rounds);

const present = starters.flatMap((starter) => {
  const program = programOf(starter.process);
  if (typeof program === 'string') console.log(program);
  return typeof program === 'string' ? [] : [{ starter, program, first: [] as Start[], run: [] as Start[] }];
});
if (!existsSync(pathOf('../dist/lib/index.js')))
  throw new Error('bench: expected dist/, got none. Run npm run build.');

const since = { busy: busyMs(), at: performance.now() };
for (let round = -1; round < rounds; round++) {
  for (const { starter, program, first, run } of present) {
    const one = await start(program, starter, 1);
    const whole = await start(program, starter, 10);
    if (round >= 0) {
      first.push(one);
      run.push(whole);
    }
  }
}
// The candidates' own work is in it: one of two cores, most of the time.
const busyCores = (busyMs() - since.busy) / (performance.now() - since.at);

const figures = present.map(({ starter, first, run }) => ({
  title: starter.title,
  firstStepMs: median(first.map(({ ms }) => ms)),
  bestFirstStepMs: Math.min(...first.map(({ ms }) => ms)),
  residentBytes: median(run.map(({ residentBytes }) => residentBytes)),
  timeRatio: median(first.map(({ ms }, i) => present[0].first[i].ms / ms)),
  memoryRatio: median(run.map(({ residentBytes }, i) => present[0].run[i].residentBytes / residentBytes)),
  bars: starter.bars,
}));
console.log(
  table([
    ['', 'first step, ms', 'best', 'ours/this', 'bar', 'seed run, MB', 'ours/this', 'bar'],
    ...figures.map(({ title, bars, ...each }) => [
      title,
      each.firstStepMs.toFixed(0),
      each.bestFirstStepMs.toFixed(0),
      each.timeRatio.toPrecision(3),
      bar(each.timeRatio, bars?.time),
      (each.residentBytes / 1e6).toFixed(0),
      each.memoryRatio.toPrecision(3),
      bar(each.memoryRatio, bars?.memory),
    ]),
  ]),
);
const file = pathOf(`results/startup-${new Date().toISOString().replaceAll(/[:.]/g, '-')}.json`);
mkdirSync(pathOf('results'), { recursive: true });
writeFileSync(
  file,
  JSON.stringify({ node: process.version, rounds, load: loadAverage(), busyCores, figures }, null, 1),
);
console.log(`All processes kept ${busyCores.toFixed(1)} cores busy. Saved as ${file}.`);
const missed = figures.some(
  ({ bars, timeRatio, memoryRatio }) =>
    timeRatio > (bars?.time ?? Infinity) || memoryRatio > (bars?.memory ?? Infinity),
);
if (missed) process.exitCode = 1;

function bar(ratio: number, atMost: number | undefined): string {
  if (atMost === undefined) return '';
  return `${ratio <= atMost ? 'passed' : 'FAILED'} ${atMost}`;
}

function start(
  { command, environment }: Program,
  { script, args = [] }: Starter,
  epochs: number,
): Promise<Start> {
  return new Promise((resolve, reject) => {
    const at = performance.now();
    const child = spawn(command, [pathOf(script), String(epochs), ...args], {
      env: peerEnvironment(environment),
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let answer: Start | undefined;
    child.stdout.on('data', (text: Buffer) => {
      const line = text
        .toString()
        .split('\n')
        .find((each) => each.startsWith('{'));
      if (line !== undefined)
        answer = { ms: performance.now() - at, ...(JSON.parse(line) as { residentBytes: number }) };
    });
    child.on('error', reject);
    child.on('exit', () =>
      answer === undefined ? reject(new Error(`bench: ${script} printed nothing.`)) : resolve(answer),
    );
  });
}
