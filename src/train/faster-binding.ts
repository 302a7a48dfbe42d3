import type { Binding } from '../engines/engine.js';
import { now } from '../platform/clock.js';

/** How long a comparison may go on, about. */
const comparisonMs = 100;
/** More threads must win by this factor: what is gained beyond is worth the other cores' work. */
const worthIt = 0.9;

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
 * Which of two ways to run the same step is faster, one thread or many. They take turns, so that both meet the same machine, and their
 * medians decide: threads that wait for a core which another process has are slow most of the time, and fast in a lucky moment.
 *
 * @param singleMs About how long a run takes on one thread.
 * @returns Whether many threads are worth it, and the shortest run of the chosen way.
 */
export async function compareThreads(
  { single, many, singleMs }: { single: Binding; many: Binding; singleMs: number },
  clock: () => number = now,
): Promise<{ many: boolean; runMs: number }> {
  const rounds = Math.min(9, Math.max(3, Math.round(comparisonMs / (2 * singleMs))));
  const times = { single: [] as number[], many: [] as number[] };
  await timed(many, clock);
  for (let round = 0; round < rounds; round++) {
    times.many.push(await timed(many, clock));
    times.single.push(await timed(single, clock));
  }
  const better = median(times.many) < worthIt * median(times.single);
  return { many: better, runMs: Math.min(...(better ? times.many : times.single)) };
}

async function timed(binding: Binding, clock: () => number): Promise<number> {
  const start = clock();
  await binding.run();
  return clock() - start;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}
