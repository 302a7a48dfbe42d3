import { busyMs } from './machine-load.js';
import type { FitTimes, Peer } from './peer.js';

/** One model that one candidate trains, and how much of it makes a round. */
export interface Job {
  readonly id: string;
  readonly peer: Peer;
  readonly samples: number;
  readonly batch: number;
  /** Steps of one round; set by `calibrate`. */
  steps: number;
  /** Where the next fit begins in the data: one that is shorter than an epoch takes other samples each time. */
  next: number;
}

/** Where `steps` begins. */
export const fewestSteps = 4;
const mostSteps = 100_000;

/** One fit, by the step. */
export interface Sample {
  readonly usPerStep: number;
  readonly cpuUsPerStep: number;
  /** Cores that others kept busy meanwhile. */
  readonly othersCores: number;
  readonly loss: number;
}

/**
 * Finds how many steps fill a round, after fits that make everything ready: compiled code, caches, choices of threads.
 */
export async function calibrate(job: Job, roundMs: number): Promise<void> {
  await callFit(job, 1);
  const { ms: shortMs } = await callFit(job, 1);
  // Enough that the steps outweigh what is subtracted.
  const wantedMs = Math.max(roundMs, 2 * shortMs);
  for (;;) {
    const { ms, steps } = await callFit(job, job.steps);
    const stepsMs = Math.max(ms - shortMs, 0.01);
    if (stepsMs > wantedMs / 2 || steps >= mostSteps) return;
    // From few steps nothing can be foretold: at most ten times as many at once.
    job.steps = Math.min(Math.ceil(steps * Math.min(10, wantedMs / stepsMs)), mostSteps);
  }
}

/**
 * Fits twice, one step (or, where that is more, one epoch) and many, and takes the difference: what a call costs before its first step
 * is not counted, and what each epoch costs is.
 */
export async function measure(job: Job): Promise<Sample> {
  const wall = performance.now();
  const busy = busyMs();
  const short = await callFit(job, 1);
  const long = await callFit(job, job.steps);
  const wallMs = performance.now() - wall;
  const steps = long.steps - short.steps;
  return {
    usPerStep: ((long.ms - short.ms) / steps) * 1000,
    cpuUsPerStep: ((long.cpuMs - short.cpuMs) / steps) * 1000,
    othersCores: Math.max(0, (busyMs() - busy - long.cpuMs - short.cpuMs) / wallMs),
    loss: long.loss,
  };
}

async function callFit(job: Job, wanted: number): Promise<FitTimes & { steps: number }> {
  const { id, peer, samples, batch } = job;
  const epochs = Math.max(1, Math.round(wanted / Math.ceil(samples / batch)));
  const rows = Math.min(samples, wanted * batch);
  const from = job.next + rows > samples ? 0 : job.next;
  job.next = from + rows;
  const times = await peer.ask<FitTimes>({ command: 'fit', id, from, rows, epochs });
  return { ...times, steps: epochs * Math.ceil(rows / batch) };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
