import { describe, expect, it } from 'vitest';
import * as rules from './architecture/rules.js';
import { readSource, readSources } from './architecture/sources.js';

/**
 * Who may import whom, in the order in which data meets the folders. A name is a folder of `src/` or one file; a file that
 * stands here by itself is not part of its folder. Every part may import itself.
 */
const array = ['errors', 'array'];
const graph = [...array, 'graph'];
const ops = [...graph, 'ops'];
const engines = [...ops, 'onnx', 'engines', 'platform'];
const rule = [...ops, 'layers', 'losses', 'metrics', 'optimizers'];
const train = [...rule, ...engines, 'data', 'batches/plan', 'files', 'train'];
const model = [...train, 'model'];

const directions: rules.Directions = {
  errors: [],
  platform: ['errors'],
  array: ['errors'],
  graph: array,
  ops: graph,
  onnx: ops,
  // engines/fused compiles the rules that optimizers/ describes.
  engines: [...ops, 'onnx', 'optimizers', 'platform'],
  layers: ops,
  losses: ops,
  // Every loss is a metric too: its mean.
  metrics: [...ops, 'losses'],
  // An optimizer works in a WebAssembly memory, whose type is platform/'s.
  optimizers: [...ops, 'platform'],
  data: [...array, 'platform'],
  'batches/plan': array,
  train,
  files: [...rule, 'onnx', 'platform'],
  model,
  batches: model,
  index: [...model, 'batches'],
  // The command is a user of the library like any other; errors only so that `--help` need not load everything.
  cli: ['index', 'errors', 'platform'],
};

/** Packages, and the only parts that may import them. `node:` is every module of Node. */
const packages = {
  'node:': ['platform'],
  koffi: ['platform', 'engines'],
  'onnxruntime-node': ['platform', 'engines'],
  'onnxruntime-web': ['platform', 'engines'],
  commander: ['cli'],
};

/** Globals that only one platform has, or that write to the user's terminal. */
const globals = {
  console: ['cli', 'platform'],
  process: ['cli', 'platform'],
  Buffer: ['platform'],
  window: ['platform'],
  document: ['platform'],
  navigator: ['platform'],
};

const mostLines = 300;

const sources = readSources(new URL('../src/', import.meta.url));

describe('the sources', () => {
  it('import in one direction only', () => {
    expect(rules.wrongDirections(sources, directions)).toEqual([]);
  });

  it('import node: modules and packages only where these belong', () => {
    expect(rules.strayPackages(sources, directions, packages)).toEqual([]);
  });

  it('use globals of one platform only in platform/, and print only from cli/ and platform/', () => {
    expect(rules.strayGlobals(sources, directions, globals)).toEqual([]);
  });

  it('load each other in no circle, but for ops/, whose gradients are made of one another', () => {
    // Gradient rules are called when a graph is differentiated, long after every file of ops/ has been loaded.
    expect(rules.importCycles(sources.filter(({ path }) => !path.startsWith('ops/')))).toEqual([]);
  });

  it(`stay within ${mostLines} lines a file`, () => {
    expect(rules.longFiles(sources, mostLines)).toEqual([]);
  });

  it('export by name', () => {
    expect(rules.defaultExports(sources)).toEqual([]);
  });

  it('keep each index a list of export lines', () => {
    expect(rules.codeInIndexes(sources)).toEqual([]);
  });
});

describe('the rules', () => {
  const source = (path: string, ...lines: string[]) => readSource(path, `${lines.join('\n')}\n`);

  it('refuse an import against the direction, also of a type and a lazy one', () => {
    const wrong = [
      source('array/shape.ts', "import { add } from '../ops/add.js';"),
      source('array/rows.ts', "import type { Op } from '../graph/op.js';"),
      source('layers/dense.ts', "const train = await import('../train/fit.js');"),
      source('train/fit.ts', "import { sweep } from '../batches/sweep.js';"),
      source('elsewhere/thing.ts', ''),
      source('ops/add.ts', "import { checkOp } from '../testing/check-op.js';"),
      source('data/csv.ts', "export { sequential } from '../index.js';"),
    ];
    expect(rules.wrongDirections(wrong, directions)).toEqual([
      'array/shape.ts imports ops/, which array/ may not.',
      'array/rows.ts imports graph/, which array/ may not.',
      'layers/dense.ts imports train/, which layers/ may not.',
      'train/fit.ts imports batches/, which train/ may not.',
      'elsewhere/thing.ts is in no part that the table of directions names.',
      'ops/add.ts imports testing/check-op.ts, which only tests may.',
      'data/csv.ts imports index.ts, which data/ may not.',
    ]);
  });

  it('allow what the table allows, and tests everything', () => {
    const right = [
      source('ops/add.ts', "import { shape } from '../array/shape.js';", "import { sub } from './sub.js';"),
      source('train/fit.ts', "import { plan } from '../batches/plan.js';"),
      source('array/shape.test.ts', "import { add } from '../ops/add.js';", "import { it } from 'vitest';"),
      source('testing/check-op.ts', "import { readFileSync } from 'node:fs';"),
      source('cli/main.ts', "import { Command } from 'commander';", 'console.log(1);'),
    ];
    expect(rules.wrongDirections(right, directions)).toEqual([]);
    expect(rules.strayPackages(right, directions, packages)).toEqual([]);
    expect(rules.strayGlobals(right, directions, globals)).toEqual([]);
  });

  it('refuse packages and globals outside their parts', () => {
    const wrong = [
      source('data/csv.ts', "import { readFileSync } from 'node:fs';", "import { join } from 'node:path';"),
      source(
        'model/model.ts',
        "import { Command } from 'commander';",
        "console.log('x');",
        'process.exit(1);',
      ),
      source('layers/dense.ts', "import x from '@scope/name/deep';"),
    ];
    expect(rules.strayPackages(wrong, directions, packages)).toEqual([
      'data/csv.ts imports a node: module, which only platform/ may.',
      'model/model.ts imports the package commander, which only cli/ may.',
      'layers/dense.ts imports the package @scope/name, which no part may.',
    ]);
    expect(rules.strayGlobals(wrong, directions, globals)).toEqual([
      'model/model.ts uses console, which only cli/ and platform/ may.',
      'model/model.ts uses process, which only cli/ and platform/ may.',
    ]);
  });

  it('find circles of loading, and none in types or lazy imports', () => {
    const circle = [
      source('a/one.ts', "import { two } from './two.js';"),
      source('a/two.ts', "export { three } from '../b/three.js';"),
      source('b/three.ts', "import { type One, one } from '../a/one.js';"),
    ];
    expect(rules.importCycles(circle)).toEqual(['a/one.ts → a/two.ts → b/three.ts → a/one.ts is a circle.']);
    const open = [
      source('a/one.ts', "import type { Two } from './two.js';", "import { type Three } from './three.js';"),
      source('a/two.ts', "import { one } from './one.js';"),
      source('a/three.ts', "import { one } from './one.js';", "const two = await import('./two.js');"),
    ];
    expect(rules.importCycles(open)).toEqual([]);
  });

  it('find long files, default exports and code in an index', () => {
    const lines = (count: number) => Array.from({ length: count }, () => '//');
    expect(
      rules.longFiles([source('a.ts', ...lines(300)), source('b.test.ts', ...lines(301))], mostLines),
    ).toEqual(['b.test.ts has 301 lines, 300 are the most. Split it.']);
    const defaults = [
      source('a.ts', 'export default 1;'),
      source('b.ts', 'export default function b() {}'),
      source('c.ts', 'const c = 1;', 'export { c as default };'),
      source('d.ts', 'export const d = 1;', 'switch (d) { default: }'),
    ];
    expect(rules.defaultExports(defaults)).toEqual(
      ['a.ts', 'b.ts', 'c.ts'].map((path) => `${path} has a default export. Export it by its name.`),
    );
    const indexes = [
      source(
        'array/index.ts',
        '/** Arrays. */',
        "export * from './a.js';",
        "export { type B, b } from './b.js';",
      ),
      source('graph/index.ts', "import { a } from './a.js';", 'export { a };'),
    ];
    expect(rules.codeInIndexes(indexes)).toEqual([
      'graph/index.ts holds code. An index holds export lines only.',
    ]);
  });
});
