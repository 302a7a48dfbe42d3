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
  { name: 'torch-1', title: 'PyTorch, 1 thread', process: 'torch', settings: { threads: 1 } },
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
      return python(family, { KERAS_BACKEND: kind, TF_CPP_MIN_LOG_LEVEL: '3' });
    case 'torch':
      return python(family, {});
    default: {
      const file = pathOf('peers/tfjs/peer.mjs');
      if (!existsSync(pathOf('peers/tfjs/node_modules/@tensorflow'))) return howToGet('TensorFlow.js');
      return { command: process.execPath, args: [file, kind], environment: {} };
    }
  }
}

/** A Python peer: in the environment that MINIBATCH_BENCH_KERAS or …_TORCH names, else in the one that setup.sh makes. */
function python(family: string, environment: Record<string, string>): Program | string {
  const variable = `MINIBATCH_BENCH_${family.toUpperCase()}`;
  const command = process.env[variable] ?? pathOf(`peers/.venv-${family}/bin/python`);
  if (!existsSync(command)) return howToGet(family, variable);
  return { command, args: [pathOf(`peers/${family}_peer.py`)], environment };
}

function howToGet(what: string, variable?: string): string {
  const other = variable === undefined ? '' : `, or set ${variable} to a Python that has it`;
  return `${what} is not installed and left out. To get it: npm run bench:setup${other}.`;
}

export function pathOf(relative: string): string {
  return fileURLToPath(new URL(relative, import.meta.url));
}
