import { expect, test } from 'vitest';
import type { Binding } from '../engines/engine.js';
import { compareThreads, shortestRun } from './faster-binding.js';

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

test('a run is as long as the shortest, and the first does not count', async () => {
  const { binding, clock } = machine();
  expect(await shortestRun(binding(1, 5, 3, 9), clock)).toBe(3);
});

test('a run that is long is not repeated', async () => {
  const { binding, clock } = machine();
  expect(await shortestRun(binding(51, 1), clock)).toBe(51);
  expect(await shortestRun(binding(49, 20, 20, 20), clock)).toBe(20);
});

test('many threads are chosen where most of their runs are clearly shorter', async () => {
  const { binding, clock } = machine();
  const compare = (many: Binding, single: Binding) => compareThreads({ single, many, singleMs: 10 }, clock);
  expect(await compare(binding(8, 6, 8), binding(10))).toEqual({ many: true, runMs: 6 });
  expect(await compare(binding(8.9), binding(10))).toEqual({ many: true, runMs: expect.closeTo(8.9) });
  expect(await compare(binding(9.1), binding(10))).toEqual({ many: false, runMs: expect.closeTo(10) });
});

test('one lucky run does not make many threads worth it', async () => {
  const { binding, clock } = machine();
  const many = binding(40, 40, 4);
  expect(await compareThreads({ single: binding(10), many, singleMs: 10 }, clock)).toEqual({
    many: false,
    runMs: 10,
  });
});

test('short runs are compared nine times, long ones three times', async () => {
  for (const [singleMs, rounds] of [
    [1, 9],
    [10, 5],
    [1000, 3],
  ]) {
    const { binding, clock } = machine();
    await compareThreads({ single: binding(1), many: binding(1), singleMs }, clock);
    expect(clock()).toBe(2 * rounds + 1);
  }
});
