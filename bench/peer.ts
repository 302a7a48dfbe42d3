import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Program } from './candidates.js';
import type { Workload } from './workload.js';

/** What a peer is told of a workload: all of it but its functions, and where the samples lie as raw float32. */
export interface Prepare {
  readonly command: 'prepare';
  /** What later requests call this model. */
  readonly id: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly workload: Pick<Workload, 'name' | 'inputShape' | 'layers' | 'loss' | 'optimizer'>;
  readonly batch: number;
  readonly samples: number;
  readonly x: string;
  readonly y: string;
}

/** Trains on `rows` samples from `from` on, for some epochs, by the peer's own fit with nothing printed. */
export interface Fit {
  readonly command: 'fit';
  readonly id: string;
  readonly from: number;
  readonly rows: number;
  readonly epochs: number;
}

/** Times of one fit, taken by the peer around its own call. */
export interface FitTimes {
  readonly ms: number;
  /** Processor time of the whole process, over all threads. */
  readonly cpuMs: number;
  readonly loss: number;
}

/** A candidate's process: requests in, answers out, one JSON object a line. It lives as long as the bench, so that rounds interleave. */
export class Peer {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #waiting: { resolve(line: string): void; reject(error: Error): void }[] = [];
  #errors = '';

  constructor(
    readonly name: string,
    { command, args, environment }: Program,
  ) {
    this.#child = spawn(command, args, { env: peerEnvironment(environment) });
    this.#child.stderr.on('data', (text: Buffer) => {
      this.#errors = (this.#errors + text.toString()).slice(-2000);
    });
    createInterface({ input: this.#child.stdout }).on('line', (line) => {
      // Libraries print to standard output, too.
      if (line.startsWith('{')) this.#waiting.shift()?.resolve(line);
    });
    this.#child.on('error', (error) => this.#fail(error.message));
    this.#child.on('exit', (code) => this.#fail(`it ended with code ${code}`));
    this.#child.stdin.on('error', () => undefined);
  }

  async ask<T>(request: Prepare | Fit): Promise<T> {
    const line = await new Promise<string>((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#child.stdin.write(`${JSON.stringify(request)}\n`);
    });
    const answer = JSON.parse(line) as T & { error?: string };
    if (answer.error !== undefined) throw new Error(`${this.name}: ${answer.error}`);
    return answer;
  }

  close(): void {
    this.#child.removeAllListeners('exit');
    this.#child.stdin.end();
    this.#child.kill();
  }

  #fail(why: string): void {
    const error = new Error(`${this.name}: ${why}\n${this.#errors}`);
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }
}

/** This process's environment without what slows NumPy down. */
export function peerEnvironment(more: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('OPENBLAS_'));
  return { ...Object.fromEntries(kept), ...more };
}
