import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FakeRun, fakeFit } from '../../testing/fake-run.js';
import type { Callback, Logs, Run } from './callback.js';
import { csvLogger } from './csv-logger.js';
import { defineCallback } from './define-callback.js';
import { fillPattern } from './file-pattern.js';
import { lambda } from './lambda.js';
import { terminateOnNaN } from './terminate-on-nan.js';

const training = {
  stepMs: () => 1,
  logs: (epoch: number): Logs => ({ loss: 1 / (epoch + 1), accuracy: 0.5 }),
};

describe('csvLogger', () => {
  let folder: string;
  let filename: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'minibatch-csv-'));
    filename = join(folder, 'logs/run.csv');
  });
  afterEach(() => rm(folder, { recursive: true }));
  const text = () => readFile(filename, 'utf8');

  test('columns stand in the order of the logs, none for a validation that never happens', async () => {
    await fakeFit(
      new FakeRun({ epochs: 2, metrics: ['loss', 'accuracy'] }),
      [csvLogger({ filename })],
      training,
    );
    expect(await text()).toBe('epoch,loss,accuracy\r\n0,1.0,0.5\r\n1,0.5,0.5\r\n');
  });

  test('an epoch without validation has NA', async () => {
    const run = new FakeRun({ epochs: 2, metrics: ['loss', 'val_loss'] });
    const logs = (epoch: number): Logs => (epoch === 0 ? { loss: 1 } : { loss: 0.5, val_loss: 2 });
    await fakeFit(run, [csvLogger({ filename })], { stepMs: () => 1, logs });
    expect(await text()).toBe('epoch,loss,val_loss\r\n0,1.0,NA\r\n1,0.5,2.0\r\n');
  });

  test('each line is in the file when its epoch ends, and the old file stays until then', async () => {
    await fakeFit(new FakeRun(), [csvLogger({ filename })], training);
    const seen: string[] = [];
    const spy: Callback = {
      name: 'spy',
      async onEpochBegin() {
        seen.push(await text());
      },
    };
    const run = new FakeRun({ epochs: 2, metrics: ['loss', 'accuracy'] });
    await fakeFit(run, [csvLogger({ filename }), spy], { ...training, logs: () => ({ loss: 7 }) });
    expect(seen).toEqual(['epoch,loss,accuracy\r\n0,1.0,0.5\r\n', 'epoch,loss,accuracy\r\n0,7.0,NA\r\n']);
  });

  test('appending keeps to the columns of the file, and says once what has none', async () => {
    await rm(folder, { recursive: true });
    await fakeFit(new FakeRun({ metrics: ['a "b"', 'loss'] }), [csvLogger({ filename })], training);
    await writeFile(filename, '"""a"" ""b""",accuracy,epoch\r\n');
    const run = new FakeRun({ epochs: 3, initialEpoch: 1, metrics: ['loss', 'accuracy'] });
    await fakeFit(run, [csvLogger({ filename, append: true })], training);
    expect(await text()).toBe('"""a"" ""b""",accuracy,epoch\r\nNA,0.5,1\r\nNA,0.5,2\r\n');
    expect(run.said).toEqual([
      `csvLogger: '${filename}' has no column for loss; its first line was written before`,
    ]);
  });

  test('a resumed training goes on in its file', async () => {
    const run = new FakeRun({ epochs: 2, metrics: ['loss', 'accuracy'] });
    const first = csvLogger({ filename });
    await fakeFit(run, [first], training);
    const second = csvLogger({ filename });
    second.setState?.(JSON.parse(JSON.stringify(first.getState?.())));
    Object.assign(run.params, { epochs: 3, initialEpoch: 2 });
    await fakeFit(run, [second], training);
    expect((await text()).split('\r\n').map((line) => line[0])).toEqual(['e', '0', '1', '2', undefined]);
    Object.assign(run.params, { epochs: 1, initialEpoch: 0 });
    await fakeFit(run, [second], training);
    expect(await text()).toBe('epoch,loss,accuracy\r\n0,1.0,0.5\r\n');
  });

  test('a file that cannot be written is said before the first step; odd options when it is made', async () => {
    const run = new FakeRun();
    await expect(fakeFit(run, [csvLogger({ filename: folder })], training)).rejects.toThrow(
      'that is a folder',
    );
    expect(run.updates).toBe(0);
    expect(() => csvLogger({ filename: '' })).toThrow('csvLogger: filename');
    for (const separator of ['', ';;', '"', '\n'])
      expect(() => csvLogger({ filename, separator })).toThrow('separator');
  });
});

describe('terminateOnNaN', () => {
  const broken = {
    stepMs: () => 1,
    logs: (_: number, step: number): Logs => ({ loss: step === 2 ? Number.NaN : 1 }),
  };

  test('says the place and ends training after that step', async () => {
    const run = new FakeRun({ epochs: 3, steps: 5 });
    await fakeFit(run, [terminateOnNaN()], broken);
    expect(run.said).toEqual(['Epoch 1, step 3: the loss is NaN. Training ends.']);
    expect(run.stopped).toBe('Epoch 1, step 3: the loss is NaN');
    expect(run.updates).toBe(3);
  });

  test('throws there if asked to', async () => {
    const run = new FakeRun({ epochs: 3, steps: 5 });
    await expect(fakeFit(run, [terminateOnNaN({ raiseError: true })], broken)).rejects.toThrow(
      'terminateOnNaN: expected a finite loss. Epoch 1, step 3: the loss is NaN.',
    );
  });
});

describe('your own', () => {
  test('lambda makes a callback of functions, and finds those that nobody calls', async () => {
    const seen: number[] = [];
    await fakeFit(
      new FakeRun({ epochs: 2 }),
      [lambda({ onEpochEnd: (epoch) => void seen.push(epoch) })],
      training,
    );
    expect(seen).toEqual([0, 1]);
    expect(lambda({}).name).toBe('lambda');
    expect(lambda({ name: 'mine' }).name).toBe('mine');
    expect(() => lambda({ onEpochEnds: () => undefined } as Partial<Callback>)).toThrow(
      "Did you mean 'onEpochEnd'?",
    );
    expect(() => lambda({ onEpochEnd: 5 as never })).toThrow(
      'lambda: onEpochEnd: expected a function, got 5.',
    );
  });

  test('defineCallback makes a kind of callback with options of its own, each with its own memory', async () => {
    const counter = defineCallback('counter', ({ every = 1 }: { every?: number }) => {
      let seen = 0;
      return {
        get seen() {
          return seen;
        },
        onEpochEnd(epoch: number, logs: Logs, run: Run) {
          if ((epoch + 1) % every === 0) seen += logs.accuracy + run.params.epochs;
        },
      };
    });
    const [all, some] = [counter(), counter({ every: 2 })];
    await fakeFit(new FakeRun({ epochs: 4 }), [all, some], training);
    expect([all.seen, some.seen]).toEqual([18, 9]);
    expect([some.name, some.options]).toEqual(['counter', { every: 2 }]);
  });
});

test('a file pattern fills up with zeros behind the sign, and knows its names', () => {
  const fill = (pattern: string) =>
    fillPattern('here', pattern, { a: -1.5, n: 7, big: 1e21, nan: Number.NaN });
  expect(fill('{a:07.2f} {a:7.1f} {n:3d} {n:03d} {n} {a} {n:.1f} {n:.2e} {n:e} {a:f}')).toBe(
    '-001.50    -1.5   7 007 7 -1.5 7.0 7.00e+00 7.000000e+00 -1.500000',
  );
  expect(fill('{nan:.2f}-{{n}}')).toBe('nan-{n}');
  expect(() => fill('{m}')).toThrow("here: expected the name of a known value, got 'm'");
  expect(() => fill('{n:.2d}')).toThrow('a format like');
  expect(() => fill('{n:.2}')).toThrow('a format like');
  expect(() => fill('}')).toThrow('every { to have its }');
});
