import { describe, expect, it } from 'vitest';
import type { Binding } from '../engines/engine.js';
import { fastest, ModeWatch, modesFor, shortestRun } from './run-modes.js';

/** Bindings whose runs take the given times, one after the other and from the start again, on a clock of their own. */
function machine() {
  let time = 0;
  const binding = (...times: number[]): Binding => {
    let runs = 0;
    const run = () => {
      time += times[runs++ % times.length];
    };
    return { run, runAsync: async () => run(), release() {} };
  };
  return { binding, clock: () => time };
}

describe('modesFor', () => {
  it('tries nothing but one thread on one core', () => {
    expect(modesFor(1)).toEqual([{ threads: 1, spinning: false }]);
    expect(modesFor(4).map(({ threads, spinning }) => [threads, spinning])).toEqual([
      [1, false],
      [4, false],
      [4, true],
    ]);
  });
});

describe('shortestRun', () => {
  it('takes the shortest, and leaves the first out', async () => {
    const { binding, clock } = machine();
    expect(await shortestRun(binding(1, 5, 3, 9), clock)).toBe(3);
  });

  it('does not repeat a long run', async () => {
    const { binding, clock } = machine();
    expect(await shortestRun(binding(61, 1), clock)).toBe(61);
    expect(await shortestRun(binding(59, 20, 20, 20), clock)).toBe(20);
  });
});

describe('fastest', () => {
  it('takes a later one only where most of its runs are clearly shorter', async () => {
    const { binding, clock } = machine();
    const choose = (...bindings: Binding[]) => fastest(bindings, 10, clock);
    expect(await choose(binding(10), binding(8, 6, 8))).toEqual({ index: 1, medianMs: 8 });
    expect(await choose(binding(10), binding(8.9))).toEqual({ index: 1, medianMs: expect.closeTo(8.9) });
    expect(await choose(binding(10), binding(9.1))).toEqual({ index: 0, medianMs: expect.closeTo(10) });
    expect(await choose(binding(10), binding(8), binding(5))).toEqual({ index: 2, medianMs: 5 });
    expect(await choose(binding(10), binding(5), binding(4.8))).toEqual({ index: 1, medianMs: 5 });
  });

  it('is not won over by one lucky run', async () => {
    const { binding, clock } = machine();
    expect(await fastest([binding(10), binding(40, 40, 4)], 10, clock)).toEqual({ index: 0, medianMs: 10 });
  });

  it('compares short runs nine times, long ones three times', async () => {
    for (const [runMs, rounds] of [
      [1, 9],
      [10, 6],
      [1000, 3],
    ]) {
      const { binding, clock } = machine();
      await fastest([binding(1), binding(1)], runMs, clock);
      expect(clock()).toBe(2 * (rounds + 1));
    }
  });
});

describe('ModeWatch', () => {
  it('asks for a new choice when runs turn slow and stay so', () => {
    const watch = new ModeWatch(100);
    for (let i = 0; i < 7; i++) expect(watch.note(251)).toBe(false);
    expect(watch.note(249)).toBe(false);
    expect(watch.note(251)).toBe(false);
    expect(watch.note(251)).toBe(true);
  });

  it('waits for half a second of runs before it does', () => {
    const watch = new ModeWatch(1);
    for (let i = 0; i < 50; i++) expect(watch.note(10)).toBe(false);
    expect(watch.note(10)).toBe(true);
  });

  it('looks again after ten seconds of runs', () => {
    const watch = new ModeWatch(5000);
    expect(watch.note(5000)).toBe(false);
    expect(watch.note(5000)).toBe(false);
    expect(watch.note(1)).toBe(true);
  });
});
