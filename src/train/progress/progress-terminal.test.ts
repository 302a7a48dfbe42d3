import { describe, expect, test } from 'vitest';
import { FakeRun, type FakeTraining, fakeFit } from '../../testing/fake-run.js';
import { FakeTerminal } from '../../testing/fake-terminal.js';
import { showFit } from '../../testing/show-fit.js';
import type { Callback } from '../callbacks/callback.js';
import { progressCallback } from './progress-callback.js';

const full = '[==============================]';

describe('on a terminal', () => {
  const slow: FakeTraining = { stepMs: () => 20, logs: (_, step) => ({ loss: 1 / (step + 1) }) };

  test('one line is redrawn, at most every 50 ms', async () => {
    const run = new FakeRun({ steps: 10, samples: 60 });
    const seen: string[] = [];
    const terminal = new FakeTerminal();
    await showFit(run, { ...slow, afterStep: () => seen.push(terminal.screen) }, {}, terminal);
    expect(seen[0]).toBe(' 1/10 [==>...........................] - ETA: 0s - loss: 1.0000');
    expect(seen[1]).toBe(seen[0]);
    expect(seen[2]).toBe(seen[0]);
    expect(seen[3]).toBe(' 4/10 [===========>..................] - ETA: 0s - loss: 0.2500');
    expect(terminal.written).toHaveLength(4);
    expect(terminal.screen).toBe(`10/10 ${full} - 0s 20ms/step - loss: 0.1000\n`);
  });

  test('the next redraw comes when 50 ms have passed, not sooner', async () => {
    const terminal = new FakeTerminal();
    await showFit(new FakeRun({ steps: 120, samples: 720 }), { ...slow, stepMs: () => 1 }, {}, terminal);
    expect(terminal.written.map((text) => text.trim().split('/')[0])).toEqual(['1', '51', '101', '120']);
  });

  test('the time left counts down by the time of the steps after the first', async () => {
    const run = new FakeRun({ steps: 10, samples: 60 });
    const left: string[] = [];
    const terminal = new FakeTerminal();
    const training = { ...slow, stepMs: (step: number) => (step === 0 ? 90_000 : 2000) };
    await showFit(
      run,
      { ...training, afterStep: () => left.push(terminal.screen.match(/ETA: (\S+)/)?.[1] ?? '') },
      {},
      terminal,
    );
    expect(left).toEqual(['13:30', '16s', '14s', '12s', '10s', '8s', '6s', '4s', '2s', '2s']);
  });

  test('a line never wraps while it runs', async () => {
    const run = new FakeRun({ steps: 10, samples: 60 });
    const terminal = new FakeTerminal(true, 40);
    const seen: string[] = [];
    await showFit(run, { ...slow, afterStep: () => seen.push(terminal.screen) }, {}, terminal);
    expect(seen.at(-2)).toBe(' 7/10 [====================>.........]');
    expect(terminal.screen.replaceAll('\n', '')).toBe(`10/10 ${full} - 0s 20ms/step - loss: 0.1000`);
  });

  test('validation shows its progress, with the number of steps known from the time before', async () => {
    const run = new FakeRun({ epochs: 2, steps: 2, samples: 12, doValidation: true });
    const terminal = new FakeTerminal();
    const validation = { steps: 3, stepMs: 100, logs: () => ({ loss: 2 }) };
    const seen: string[] = [];
    const spy: Callback = {
      name: 'spy',
      onTestBatchBegin: () => void seen.push(terminal.screen.split('\n').at(-1) ?? ''),
    };
    await showFit(run, { ...slow, validation }, {}, terminal, [spy]);
    expect(seen[1]).toBe(`2/2 ${full} - validating 1 - loss: 0.5000`);
    expect(seen.slice(4)).toEqual([
      `2/2 ${full} - validating 1/3 - loss: 0.5000`,
      `2/2 ${full} - validating 2/3 - loss: 0.5000`,
    ]);
  });

  test('what a callback says stands above the line, which goes on', async () => {
    const run = new FakeRun({ steps: 10, samples: 60 });
    const terminal = new FakeTerminal();
    const progress = progressCallback({ output: terminal, now: () => run.time });
    let between = '';
    const talker: Callback = {
      name: 'talker',
      onTrainBatchEnd(step) {
        if (step === 6) progress.say('Half is done');
        if (step === 6) between = terminal.screen;
      },
    };
    await fakeFit(run, [progress, talker], slow);
    expect(between).toBe('Half is done\n 7/10 [====================>.........] - ETA: 0s - loss: 0.1429');
    expect(terminal.screen).toBe(`Half is done\n10/10 ${full} - 0s 20ms/step - loss: 0.1000\n`);
  });

  test('of two fits at the same time the second prints whole lines only', async () => {
    const terminal = new FakeTerminal();
    const inner = new FakeRun({ steps: 8, samples: 48 });
    const run = new FakeRun({ steps: 10, samples: 60 });
    let between = '';
    const other: Callback = {
      name: 'other',
      async onTrainBatchEnd(step) {
        if (step !== 4) return;
        await showFit(inner, { ...slow, logs: () => ({ loss: 7 }) }, {}, terminal);
        between = terminal.screen;
      },
    };
    await showFit(run, slow, {}, terminal, [other]);
    expect(between).toBe(
      `8/8 ${full} - 0s 20ms/step - loss: 7.0000\n 4/10 [===========>..................] - ETA: 0s - loss: 0.2500`,
    );
    expect(terminal.screen).toBe(
      `8/8 ${full} - 0s 20ms/step - loss: 7.0000\n10/10 ${full} - 0s 20ms/step - loss: 0.1000\n`,
    );
  });

  test('after a run that threw, close leaves its line, and the next run draws again', async () => {
    const terminal = new FakeTerminal();
    const run = new FakeRun({ steps: 10, samples: 60 });
    const progress = progressCallback({ output: terminal, now: () => run.time });
    const fails: Callback = {
      name: 'fails',
      onTrainBatchEnd: (step) => (step === 3 ? Promise.reject(new Error()) : undefined),
    };
    await expect(fakeFit(run, [progress, fails], slow)).rejects.toThrow();
    progress.close();
    progress.close();
    const before = ' 4/10 [===========>..................] - ETA: 0s - loss: 0.2500\n';
    expect(terminal.screen).toBe(before);
    const seen: string[] = [];
    await showFit(
      new FakeRun({ steps: 10, samples: 60 }),
      { ...slow, afterStep: () => seen.push(terminal.screen) },
      {},
      terminal,
    );
    expect(seen[0]).toBe(`${before} 1/10 [==>...........................] - ETA: 0s - loss: 1.0000`);
  });

  test("Keras 3's colours come and go with what the output wants", async () => {
    const run = () => new FakeRun({ steps: 4, samples: 24 });
    const coloured = await showFit(run(), slow, { progress: 'keras3' }, new FakeTerminal(true, 100, true));
    const plain = await showFit(run(), slow, { progress: 'keras3' }, new FakeTerminal(true, 100, false));
    expect(coloured.written.join('')).toContain('\x1b[32m━━━━━━━━━━━━━━━━━━━━\x1b[0m');
    expect(plain.written.join('').replaceAll('\x1b[K', '')).not.toContain('\x1b');
    expect(plain.screen).toBe(coloured.screen);
    expect(plain.screen).toBe('4/4 ━━━━━━━━━━━━━━━━━━━━ 0s 20ms/step - loss: 0.2500\n');
  });

  test('colours take no room, and end where a line is cut', async () => {
    const terminal = new FakeTerminal(true, 12, true);
    await showFit(new FakeRun({ steps: 4, samples: 24 }), slow, { progress: 'keras3' }, terminal);
    expect(terminal.written[0]).toBe('\r\x1b[1m1/4\x1b[0m \x1b[32m━━━━━\x1b[0m\x1b[37m━━\x1b[0m\x1b[K');
  });
});
