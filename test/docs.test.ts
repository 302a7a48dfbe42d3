import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { typeErrors } from './docs/check-types.js';
import { blocksOf, linksOf, programsOf } from './docs/markdown.js';
import { matchesShape, outputShape } from './docs/output-shape.js';
import { runProgram } from './docs/run-program.js';

/**
 * Every `ts` and `js` block of the README and of docs/ is run, against src/. Words behind the language:
 *
 * - `ts no-run`: only its types are checked (it needs a file, a server, an hour);
 * - `ts continues`: goes on where the block before it stopped;
 * - a block `output` right behind: what is printed, where numbers and times may differ and `...` is any lines.
 */
const root = new URL('../', import.meta.url);
const pages = [
  'README.md',
  ...readdirSync(new URL('docs', root), { recursive: true, encoding: 'utf8' })
    .map((name) => `docs/${name.replaceAll('\\', '/')}`)
    .filter((name) => name.endsWith('.md'))
    .sort(),
].map((page) => ({ page, text: readFileSync(new URL(page, root), 'utf8') }));
const programs = pages.flatMap(({ page, text }) => programsOf(blocksOf(page, text)));

describe('the pages', () => {
  it('hold TypeScript without type errors', () => {
    expect(typeErrors(programs)).toEqual([]);
  }, 60_000);

  it('link only to files that are there', () => {
    const broken = pages.flatMap(({ page, text }) =>
      linksOf(text)
        .filter((target) => !existsSync(new URL(posix.join(posix.dirname(page), target), root)))
        .map((target) => `${page}: ${target}`),
    );
    expect(broken).toEqual([]);
  });

  it.each(programs.filter(({ noRun }) => !noRun))(
    'run: $place',
    async (program) => {
      const { code, out, err } = await runProgram(program);
      expect(code, `${program.place} failed:\n${err}`).toBe(0);
      if (program.output !== undefined && !matchesShape(out, program.output)) {
        expect(outputShape(out), `${program.place} printed:\n${out}`).toEqual(outputShape(program.output));
      }
    },
    60_000,
  );
});

describe('the reader of pages', () => {
  const page = [
    '# Title',
    '```ts',
    'const a = 1;',
    '```',
    'See [there](docs/there.md#part), [web](https://example.org), `[no](code.md)`.',
    '```output',
    'a 0.5',
    '```',
    '  ```ts continues no-run',
    '  export const b: string = a;',
    '    indented;',
    '  ```',
    '```sh',
    'npm start # [no](link.md)',
    '```',
  ].join('\n');

  it('finds blocks, what they continue, and what they print', () => {
    expect(programsOf(blocksOf('P.md', page))).toEqual([
      {
        place: 'P.md:3',
        page: 'P.md',
        language: 'ts',
        noRun: false,
        code: 'const a = 1;',
        lines: [3],
        output: 'a 0.5',
      },
      {
        place: 'P.md:10',
        page: 'P.md',
        language: 'ts',
        noRun: true,
        code: 'const a = 1;\nexport const b: string = a;\n  indented;',
        lines: [3, 10, 11],
      },
    ]);
    expect(linksOf(page)).toEqual(['docs/there.md']);
    expect(() => blocksOf('P.md', '\n```ts\nx')).toThrow('P.md:2: this block of code is not closed.');
    expect(() => programsOf(blocksOf('P.md', '```ts norun\n```'))).toThrow("unknown word 'norun'");
    expect(() => programsOf(blocksOf('P.md', '```ts continues\n```'))).toThrow(
      'P.md:2 continues no other block',
    );
  });

  it('reports type errors at the line of the page', () => {
    const found = typeErrors(programsOf(blocksOf('P.md', page)));
    expect(found).toEqual([
      "P.md:10: Type 'number' is not assignable to type 'string'.",
      "P.md:11: Cannot find name 'indented'.",
    ]);
  });

  it('runs TypeScript and tells how it ended', async () => {
    const program = (code: string) => programsOf(blocksOf('P.md', `\`\`\`ts\n${code}\n\`\`\``))[0];
    expect(await runProgram(program('const a: number = await 3; console.log(a);'))).toEqual({
      code: 0,
      out: '3\n',
      err: '',
    });
    const failed = await runProgram(program("const a: string = 'no'; throw new Error(a);"));
    expect([failed.code, failed.err]).toEqual([1, expect.stringContaining('Error: no')]);
  });

  it('compares output but for numbers and units of time', () => {
    const line = '2/2 [====] - 0s 2ms/step - loss: 0.9565';
    expect(matchesShape(`${line}\n`, '1/1 [====] - 1s 830us/step - loss: 1e-3\n')).toBe(true);
    expect(matchesShape(`1/2 [==..]\r\x1b[2K${line}`, line)).toBe(true);
    expect(matchesShape(line, '2/2 [====] - 0s 2ms/step - accuracy: 0.9565')).toBe(false);
    expect(matchesShape(line, '2/2 [===.] - 0s 2ms/step - loss: 0.9565')).toBe(false);
    expect(matchesShape('a\nb 1\nc', 'a\n...\nc')).toBe(true);
    expect(matchesShape('a\nb 1', 'a\n...')).toBe(true);
    expect(matchesShape('a\nb\nc', 'a\n...\nd')).toBe(false);
    expect(matchesShape('a\nb', 'a')).toBe(false);
    expect(matchesShape('a', 'a\nb')).toBe(false);
  });
});
