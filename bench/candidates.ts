import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Something that trains, with the settings it is tried under. */
export interface Candidate {
  /** What it is called on the command line and in tables. */
  readonly name: string;
  readonly title: string;
  /** Candidates of one process name are settings of one process. */
  readonly process: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** How a candidate's process is started. */
export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

export const candidates: readonly Candidate[] = [
  { name: 'ours', title: 'Minibatch', process: 'ours', settings: {} },
  { name: 'keras-jax', title: 'Keras, JAX', process: 'keras-jax', settings: {} },
  { name: 'keras-tensorflow', title: 'Keras, TensorFlow', process: 'keras-tensorflow', settings: {} },
  { name: 'torch', title: 'PyTorch, 1 thread', process: 'torch', settings: { threads: 1 } },
  { name: 'torch-2', title: 'PyTorch, 2 threads', process: 'torch', settings: { threads: 2 } },
  {
    name: 'torch-fused',
    title: 'PyTorch, 2 threads, fused adam',
    process: 'torch',
    settings: { threads: 2, fused: true },
  },
  { name: 'tfjs-wasm', title: 'TensorFlow.js, WASM', process: 'tfjs-wasm', settings: {} },
  { name: 'tfjs-cpu', title: 'TensorFlow.js, plain', process: 'tfjs-cpu', settings: {} },
];

/** The names that `--only` and `--peers` take: a candidate's own, or a family's. */
export function candidatesNamed(names: readonly string[]): Candidate[] {
  for (const name of names) {
    if (candidates.some((candidate) => belongs(candidate, name))) continue;
    const known = candidates.map((candidate) => candidate.name).join(', ');
    throw new Error(`bench: expected one of ${known}, or a family such as keras; got ${name}.`);
  }
  return candidates.filter((candidate) => names.some((name) => belongs(candidate, name)));
}

function belongs({ name }: Candidate, asked: string): boolean {
  return name === asked || name.startsWith(`${asked}-`);
}

/** How to start a process of candidates, or a line that says why it cannot be. */
export function programOf(process_: string): Program | string {
  const [family, kind] = process_.split('-');
  switch (family) {
    case 'ours':
      return {
        command: process.execPath,
        args: ['--import', pathOf('../scripts/typescript-loader.mjs'), pathOf('peers/ours.ts')],
        environment: {},
      };
    case 'keras':
      return python('keras', 'MINIBATCH_BENCH_KERAS', 'keras', {
        KERAS_BACKEND: kind,
        TF_CPP_MIN_LOG_LEVEL: '3',
      });
    case 'torch':
      return python('torch', 'MINIBATCH_BENCH_TORCH', 'torch', {});
    default: {
      const file = pathOf('peers/tfjs/peer.mjs');
      if (!existsSync(pathOf('peers/tfjs/node_modules/@tensorflow'))) return howToGet('TensorFlow.js');
      return { command: process.execPath, args: [file, kind], environment: {} };
    }
  }
}

/** A Python peer: in the environment that a variable names, else in the one that setup.sh makes. */
export function python(
  environmentName: string,
  variable: string,
  module_: string,
  environment: Record<string, string>,
  script = `peers/${environmentName}_peer.py`,
): Program | string {
  const own = pathOf(`peers/.venv-${environmentName}/bin/python`);
  const command = process.env[variable] ?? own;
  if (!existsSync(command)) return howToGet(module_, variable);
  return { command, args: [pathOf(script)], environment };
}

function howToGet(what: string, variable?: string): string {
  const other = variable === undefined ? '' : `, or set ${variable} to a Python that has it`;
  return `${what} is not installed and left out. To get it: npm run bench:setup${other}.`;
}

/** Whether a command can be run at all. */
export function runs(command: string): boolean {
  return spawnSync(command, ['--version'], { stdio: 'ignore' }).status === 0;
}

export function pathOf(relative: string): string {
  return fileURLToPath(new URL(relative, import.meta.url));
}
