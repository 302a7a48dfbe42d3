import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Program } from './markdown.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const loader = new URL('../../scripts/typescript-loader.mjs', import.meta.url).href;
/** Here a program finds the packages of the checkout; `minibatch` is src/index.ts by the loader. */
const home = join(root, 'node_modules', '.cache', 'minibatch-docs');

/** How a program ended: its exit code, its standard output, and its standard error for the message of a failure. */
export interface Ending {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs a program as a process of its own, in an empty folder that goes away with it. */
export async function runProgram(program: Program): Promise<Ending> {
  mkdirSync(home, { recursive: true });
  const name = program.place.replaceAll(/[^a-zA-Z0-9]+/g, '-');
  const file = join(home, `${name}.${program.language === 'ts' ? 'ts' : 'mjs'}`);
  writeFileSync(file, program.code);
  const folder = mkdtempSync(join(tmpdir(), 'minibatch-docs-'));
  try {
    return await new Promise<Ending>((resolve, reject) => {
      const child = spawn(process.execPath, ['--enable-source-maps', '--import', loader, file], {
        cwd: folder,
        env: { ...process.env, NO_COLOR: '1' },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let out = '';
      let err = '';
      child.stdout.setEncoding('utf8').on('data', (text) => {
        out += text;
      });
      child.stderr.setEncoding('utf8').on('data', (text) => {
        err += text;
      });
      child.on('error', reject);
      child.on('close', (code) => resolve({ code, out, err }));
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
