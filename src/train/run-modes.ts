import type { Binding, CompileOptions } from '../engines/engine.js';
import { now } from '../platform/clock.js';

/** How long a comparison may go on, about. */
const comparisonMs = 120;
/** Another mode must win by this factor: what is gained beyond is worth the other cores' work. */
const worthIt = 0.9;
/** A run this many times longer than when its mode was chosen is slow. */
const slowFactor = 2.5;
/** So many more slow runs than others mean that the machine has changed. */
const slowRuns = 8;
/** The choice is looked at again after so much time in runs; when they turn slow after less, but not at once. */
const againMs = { slow: 500, regular: 10_000 };

/** A way to run a step: on how many threads, and whether they spin while they wait for work. */
export type RunMode = Required<CompileOptions>;

/** One thread: what is left when nothing else is worth it. */
export const oneThread: RunMode = { threads: 1, spinning: false };

/**
 * The ways worth trying on so many cores, the most modest first. Threads that spin are the fastest on a quiet machine, and by
 * far the slowest where another process wants their core; those that sleep are in between.
 */
export function modesFor(cores: number): RunMode[] {
  if (cores <= 1) return [oneThread];
  return [oneThread, { threads: cores, spinning: false }, { threads: cores, spinning: true }];
}

/** How long a run takes: the shortest of some, since whatever else the machine does makes runs only longer. */
export async function shortestRun(binding: Binding, clock: () => number = now): Promise<number> {
  let shortest = Number.POSITIVE_INFINITY;
  // The first run makes things ready: memory, threads, caches.
  for (let i = 0; i < 4; i++) {
    const ms = await timed(binding, clock);
    if (i > 0) shortest = Math.min(shortest, ms);
    if (ms > comparisonMs / 2) return ms;
  }
  return shortest;
}

/**
 * Which of several bindings of the same step is the fastest. They take turns, so that all meet the same machine, and their medians
 * decide: threads that wait for a core which another process has are slow most of the time, and fast in a lucky moment.
 *
 * @param runMs About how long a run of the first takes.
 * @returns The place of the chosen one, and the median of its runs. A later one must be clearly faster than an earlier.
 */
export async function fastest(
  bindings: readonly Binding[],
  runMs: number,
  clock: () => number = now,
): Promise<{ index: number; medianMs: number }> {
  const rounds = Math.min(9, Math.max(3, Math.round(comparisonMs / (bindings.length * runMs))));
  const times = bindings.map((): number[] => []);
  for (const binding of bindings) await timed(binding, clock);
  for (let round = 0; round < rounds; round++) {
    for (const [i, binding] of bindings.entries()) times[i].push(await timed(binding, clock));
  }
  const medians = times.map(median);
  let index = 0;
  for (let i = 1; i < medians.length; i++) if (medians[i] < worthIt * medians[index]) index = i;
  return { index, medianMs: medians[index] };
}

/** Watches the runs of a chosen mode, and says when the choice should be made again. */
export class ModeWatch {
  #slow = 0;
  #ranMs = 0;

  constructor(readonly chosenMs: number) {}

  /** Takes note of a run; true if the machine seems to have changed, or it is time to look. */
  note(ms: number): boolean {
    this.#slow = Math.max(0, this.#slow + (ms > slowFactor * this.chosenMs ? 1 : -1));
    this.#ranMs += ms;
    return this.#ranMs > againMs.regular || (this.#slow >= slowRuns && this.#ranMs > againMs.slow);
  }
}

async function timed(binding: Binding, clock: () => number): Promise<number> {
  const start = clock();
  await binding.run();
  return clock() - start;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}
