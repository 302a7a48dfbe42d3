/**
 * How long does a step take inside `fit`, beside Keras, PyTorch and TensorFlow.js on the same machine at the same time?
 *
 *     npm run bench                                    every workload and every peer that is installed
 *     npm run bench -- seed mlp --batch 32             some of the workloads, or of the batch sizes
 *     npm run bench -- mlp --only ours                 no peers
 *     npm run bench -- --peers keras-jax,torch         ours beside some of them
 *     npm run bench -- --rounds 21 --ms 500            more and longer rounds
 *
 * The rule is the same for all. Data is there as arrays, fit has run before, nothing is printed and nobody listens. A figure is the time of
 * a call of `fit` (PyTorch: the plain loop) with many steps less that of a call with one, through the steps between: so what is done once
 * a call is not in it, and what is done once an epoch is. Candidates are processes that live as long as the bench, take turns in every
 * round, and rest while others run. Figures are medians over rounds; so are the ratios, each of which compares two fits of one round.
 * `others` says how many cores foreign processes kept busy meanwhile: with more than a fraction of one, repeat.
 *
 * Everything is saved under bench/results/, with versions. Ends with code 1 if a bar is missed.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Candidate, candidates, candidatesNamed, pathOf, programOf } from './candidates.js';
import { loadAverage } from './machine-load.js';
import { calibrate, fewestSteps, type Job, measure, type Sample } from './measure.js';
import { Peer, type Prepare } from './peer.js';
import { describeCase, type Figures, figuresOf, judge, type Verdict } from './report.js';
import type { Workload } from './workload.js';
import * as workloads from './workloads/index.js';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string' },
    peers: { type: 'string' },
    batch: { type: 'string' },
    rounds: { type: 'string', default: '11' },
    ms: { type: 'string', default: '250' },
    threads: { type: 'string' },
  },
});
const rounds = Number(options.rounds);
const versions: Record<string, string> = {};
const missing = new Set<string>();
const peers = new Map<string, Peer>();
const folder = mkdtempSync(join(tmpdir(), 'minibatch-bench-'));
const results: { workload: string; batch: number; load: number; figures: Figures[]; verdicts: Verdict[] }[] =
  [];

try {
  for (const workload of chosenWorkloads()) await runWorkload(workload, chosenCandidates());
} finally {
  for (const peer of peers.values()) peer.close();
  rmSync(folder, { recursive: true });
}
save();

async function runWorkload(workload: Workload, chosen: readonly Candidate[]): Promise<void> {
  const { samples, x, y } = workload.data();
  const files = { x: join(folder, `${workload.name}-x`), y: join(folder, `${workload.name}-y`) };
  writeFileSync(files.x, x);
  writeFileSync(files.y, y);
  const batches = options.batch?.split(',').map(Number) ?? workload.batches;
  for (const batch of batches) {
    const jobs: { candidate: Candidate; job: Job; rounds: Sample[] }[] = [];
    for (const candidate of chosen) {
      const job = await prepare(candidate, workload, { batch, samples, ...files });
      if (job !== undefined) jobs.push({ candidate, job, rounds: [] });
    }
    // One round more at first, which warms up what a calibration was too short for.
    for (let round = -1; round < rounds; round++) {
      for (const { job, rounds } of jobs) {
        const sample = await measure(job);
        if (round >= 0) rounds.push(sample);
      }
    }
    const ours = jobs.find(({ candidate }) => candidate.name === 'ours')?.rounds;
    const figures = jobs.map(({ candidate, rounds }) => figuresOf(candidate, rounds, ours));
    const verdicts = workload.bars(batch).map((bar) => judge(bar, figures));
    results.push({ workload: workload.name, batch, load: loadAverage(), figures, verdicts });
    console.log(describeCase(workload, batch, figures, verdicts));
  }
}

/** Makes a candidate ready for a case; undefined, with a line, where it is not installed or cannot do it. */
async function prepare(
  { name, title, process: process_, settings }: Candidate,
  { name: workloadName, inputShape, layers, loss, optimizer }: Workload,
  data: { batch: number; samples: number; x: string; y: string },
): Promise<Job | undefined> {
  try {
    const peer = peerOf(process_);
    if (peer === undefined) return undefined;
    const workload = { name: workloadName, inputShape, layers, loss, optimizer };
    const own =
      name === 'ours' && options.threads !== undefined ? { threads: Number(options.threads) } : settings;
    const request: Prepare = { command: 'prepare', id: name, settings: own, workload, ...data };
    const answer = await peer.ask<{ versions: Record<string, string> }>(request);
    Object.assign(versions, answer.versions);
    const job = { id: name, peer, samples: data.samples, batch: data.batch, steps: fewestSteps, next: 0 };
    await calibrate(job, Number(options.ms));
    return job;
  } catch (error) {
    console.log(`${title} is left out of ${workloadName}, batch ${data.batch}: ${String(error)}`);
    return undefined;
  }
}

function peerOf(name: string): Peer | undefined {
  const known = peers.get(name);
  if (known !== undefined || missing.has(name)) return known;
  const program = programOf(name);
  if (typeof program === 'string') {
    console.log(program);
    missing.add(name);
    return undefined;
  }
  const peer = new Peer(name, program);
  peers.set(name, peer);
  return peer;
}

function chosenWorkloads(): Workload[] {
  const known: Readonly<Record<string, Workload>> = workloads;
  if (positionals.length === 0) return Object.values(known);
  return positionals.map((name) => {
    if (known[name] !== undefined) return known[name];
    throw new Error(`bench: expected one of ${Object.keys(known).join(', ')}, got ${name}.`);
  });
}

function chosenCandidates(): readonly Candidate[] {
  if (options.only !== undefined) return candidatesNamed(options.only.split(','));
  if (options.peers !== undefined) return candidatesNamed(['ours', ...options.peers.split(',')]);
  return candidates;
}

function save(): void {
  const date = new Date().toISOString();
  const machine = {
    processor: cpus()[0].model,
    cores: cpus().length,
    system: `${process.platform} ${process.arch}`,
  };
  const file = pathOf(`results/fit-${date.replaceAll(/[:.]/g, '-')}.json`);
  mkdirSync(pathOf('results'), { recursive: true });
  writeFileSync(
    file,
    JSON.stringify({ date, machine, versions, rounds, roundMs: Number(options.ms), results }, null, 1),
  );
  const verdicts = results.flatMap((result) => result.verdicts);
  const count = (passed: boolean) => verdicts.filter((verdict) => verdict.passed === passed).length;
  console.log(`${count(true)} bars passed, ${count(false)} failed. Saved as ${file}.`);
  if (count(false) > 0) process.exitCode = 1;
}
