import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import * as minibatch from 'minibatch';
import { describe, expect, it } from 'vitest';
import { defaultValue, namespaces, referencePage } from '../scripts/reference/page.js';
import { type ApiEntry, readApi } from '../scripts/reference/read-api.js';
import { typeErrors } from './docs/check-types.js';
import { examplesOf } from './docs/doc-comments.js';
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
const api = readApi();
const textOf = (page: string) => pages.find((each) => each.page === page)!.text;
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

describe('the lists of what there is', () => {
  const library: Readonly<Record<string, object>> = { ...minibatch };

  it('docs/reference.md says what the doc comments say', () => {
    const page = referencePage(api).split('\n');
    const told = textOf('docs/reference.md').split('\n');
    const differing = page.map((line, i) => [line, told[i]]).find(([wanted, got]) => wanted !== got);
    expect(differing, 'Run: node scripts/run-ts.mjs scripts/reference.ts').toBeUndefined();
    expect(told.length).toBe(page.length);
  });

  it('every name that is exported is in it', () => {
    const names = [...api.values, ...api.types]
      .map(({ name }) => name)
      .filter((name) => !namespaces.has(name));
    expect(names.filter((name) => !textOf('docs/reference.md').includes(`\`${name}\``))).toEqual([]);
  });

  it.each([...namespaces].filter((name) => name !== 'ops'))(
    'the README names what is in %s, and no more',
    (name) => {
      const row = new RegExp(`^\\| \`${name}\` \\| (.*) \\|$`, 'm').exec(textOf('README.md'))?.[1] ?? '';
      const exported = Object.keys(library[name]);
      expect(row.replaceAll('`', '').split(' ').sort()).toEqual(
        exported.filter((each) => !each.startsWith('define')).sort(),
      );
    },
  );

  // A default stands twice: in the doc comment, and in the code. What must be given is made up here.
  const given: Readonly<Record<string, unknown>> = {
    ...{
      units: 1,
      rate: 0.5,
      inputDim: 1,
      outputDim: 1,
      targetShape: [1],
      dims: [1],
      n: 1,
      scale: 1,
      axes: 1,
    },
    ...{
      initialLearningRate: 1,
      decaySteps: 1,
      firstDecaySteps: 1,
      decayRate: 0.5,
      boundaries: [1],
      values: [1, 1],
    },
    ...{ activation: 'relu' },
  };
  const kinds = [
    'layers',
    'initializers',
    'regularizers',
    'losses',
    'metrics',
    'optimizers',
    'schedules',
  ] as const;
  it.each(kinds)('the defaults that doc comments of %s tell are those of the code', (kind) => {
    const wrong = api.namespace(kind).flatMap(({ name, options }: ApiEntry) => {
      const needed = options.filter(({ required }) => required).map((each) => [each.name, given[each.name]]);
      const factory = (library[kind] as Record<string, (options: object) => { options: object }>)[name];
      const made = factory(Object.fromEntries(needed)).options as Record<string, unknown>;
      return options.flatMap((option) => {
        const told = defaultValue(option);
        if (told === undefined || option.required) return [];
        const real = JSON.stringify(made[option.name]);
        const same = told.startsWith("'")
          ? `"${told.slice(1, -1)}"` === real
          : Number(told) === Number(real) || told === real;
        return same ? [] : [`${name}: ${option.name} is ${real}, its doc comment says ${told}`];
      });
    });
    expect(wrong).toEqual([]);
  });
});

describe('the examples in doc comments', () => {
  const { each, all } = examplesOf(api, namespaces);

  it('hold TypeScript without type errors', () => {
    expect(each.length).toBeGreaterThan(20);
    expect(typeErrors(each)).toEqual([]);
  }, 60_000);

  it('run', async () => {
    const { code, err } = await runProgram(all);
    expect(code, err).toBe(0);
  }, 60_000);
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
