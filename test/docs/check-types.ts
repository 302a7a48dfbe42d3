import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import type { Program } from './markdown.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Type errors of the TypeScript programs, all compiled together against src/, as `README.md:12: message`. */
export function typeErrors(programs: readonly Program[]): string[] {
  const sources = new Map<string, Program>(
    programs
      .filter(({ language }) => language === 'ts')
      .map((program, i) => [`${root}${program.page}.${i}.ts`, program] as const),
  );
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2023,
    lib: ['lib.es2023.d.ts'],
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    moduleDetection: ts.ModuleDetectionKind.Force,
    types: ['node'],
    paths: { minibatch: [`${root}src/index.ts`] },
    strict: true,
    skipLibCheck: true,
    noEmit: true,
  };
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile } = host;
  // The programs are files that stand beside their pages, but only in memory.
  host.fileExists = (name) => sources.has(name) || fileExists(name);
  host.readFile = (name) => sources.get(name)?.code ?? readFile(name);
  const program = ts.createProgram([...sources.keys()], options, host);
  return [...sources].flatMap(([name, { page, lines }]) =>
    ts.getPreEmitDiagnostics(program, program.getSourceFile(name)).map(({ file, start = 0, messageText }) => {
      const line = file === undefined ? 0 : file.getLineAndCharacterOfPosition(start).line;
      return `${page}:${lines[line]}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
    }),
  );
}
