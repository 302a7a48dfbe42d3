import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ValueError } from '../errors.js';
import { type CommandEntry, commands } from './commands.js';
import { run } from './run.js';

async function runWords(words: string[], known?: Record<string, CommandEntry>) {
  const out: string[] = [];
  const err: string[] = [];
  const streams = { out: (text: string) => void out.push(text), err: (text: string) => void err.push(text) };
  const code = await run(words, streams, known);
  return { code, out: out.join(''), err: err.join('') };
}

/** A command that does `action`; `loaded` hears when its file is asked for. */
function entry(action: (options: object) => unknown, loaded: () => void = () => {}): CommandEntry {
  return {
    summary: 'does a thing',
    example: 'minibatch train --size 3',
    load: async () => {
      loaded();
      return {
        define: (command) => void command.option('--size <n>').action((options) => void action(options)),
      };
    },
  };
}

describe('minibatch', () => {
  it('prints its help, with every command and examples, when given nothing', async () => {
    const { code, out, err } = await runWords([]);
    expect([code, err]).toEqual([0, '']);
    for (const name of Object.keys(commands)) expect(out).toMatch(new RegExp(`^  ${name} `, 'm'));
    expect(out).toContain('--debug');
    for (const { example } of Object.values(commands)) expect(out).toContain(`  $ ${example}\n`);
    expect(await runWords(['--help'])).toEqual({ code, out, err });
  });

  it('prints the version of package.json', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    expect(await runWords(['--version'])).toEqual({ code: 0, out: `${version}\n`, err: '' });
  });

  it('suggests the nearest command and answers 2 when a command is not known', async () => {
    const { code, out, err } = await runWords(['inof']);
    expect([code, out]).toEqual([2, '']);
    expect(err).toBe("error: unknown command 'inof'\n(Did you mean info?)\n");
  });

  it('answers 2 when an option is not known or lacks its value', async () => {
    const known = { train: entry(() => {}) };
    expect(await runWords(['train', '--sizes', '3'], known)).toMatchObject({
      code: 2,
      err: "error: unknown option '--sizes'\n(Did you mean --size?)\n",
    });
    expect(await runWords(['train', '--size'], known)).toMatchObject({ code: 2 });
  });

  it('loads only the command that is used, and gives it its options', async () => {
    const loaded: string[] = [];
    const seen: object[] = [];
    const known = {
      train: entry(
        (options) => seen.push(options),
        () => loaded.push('train'),
      ),
      other: entry(
        () => {},
        () => loaded.push('other'),
      ),
    };
    expect(await runWords(['train', '--size', '8'], known)).toEqual({ code: 0, out: '', err: '' });
    expect([loaded, seen]).toEqual([['train'], [{ size: '8' }]]);
    expect((await runWords(['other', '--help'], known)).out).toContain('--size <n>');
  });

  it('tells an error of ours in one line and answers 1; --debug, before or after the command, adds the stack', async () => {
    const known = {
      train: entry(() => {
        throw new ValueError('fit: batchSize', 'a whole number', '0', 'Use 32.');
      }),
    };
    const line = 'Error: fit: batchSize: expected a whole number, got 0. Use 32.\n';
    expect(await runWords(['train'], known)).toEqual({ code: 1, out: '', err: line });
    for (const words of [
      ['--debug', 'train'],
      ['train', '--debug'],
    ]) {
      const { code, err } = await runWords(words, known);
      expect(code).toBe(1);
      expect(err.startsWith(line)).toBe(true);
      expect(err).toMatch(/\n {4}at .*run\.test\.ts/);
    }
  });

  it('says of an error that is not ours that it is unexpected, and how to see where', async () => {
    const known = {
      train: entry(() => {
        throw new TypeError('x is not a function');
      }),
    };
    expect(await runWords(['train'], known)).toEqual({
      code: 1,
      out: '',
      err: 'Unexpected error: x is not a function\nRun it again with --debug to see where.\n',
    });
  });
});
