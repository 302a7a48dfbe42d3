import { Command, CommanderError } from 'commander';
import { MinibatchError } from '../errors.js';
import { packageVersion } from '../platform/package.js';
import { type CommandEntry, commands } from './commands.js';

/** Where the command writes: results on one side, errors on the other. */
export interface Streams {
  out(text: string): void;
  err(text: string): void;
}

/** What the command answers to the shell. */
export const exitCodes: {
  readonly done: 0;
  readonly failed: 1;
  readonly usage: 2;
  readonly interrupted: 130;
} = {
  done: 0,
  /** An error of ours, or of the data. */
  failed: 1,
  /** A command or option that is not known or not complete. */
  usage: 2,
  /** Ctrl-C: 128 + SIGINT, as shells count. */
  interrupted: 130,
};

/**
 * Runs one command line and tells its exit code. Nothing is thrown: errors are told on `streams.err`, in one line without a
 * stack unless `--debug` is given.
 *
 * @param words The command line without node and file: `['info', '--json']`.
 */
export async function run(
  words: readonly string[],
  streams: Streams,
  known: Readonly<Record<string, CommandEntry>> = commands,
): Promise<number> {
  try {
    const program = await programFor(words, streams, known);
    if (words.length === 0) program.outputHelp();
    else await program.parseAsync(words, { from: 'user' });
    return exitCodes.done;
  } catch (error) {
    // Help and version end this way too. Commander has written what there is to say.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
    streams.err(errorText(error, words.includes('--debug')));
    return exitCodes.failed;
  }
}

async function programFor(
  words: readonly string[],
  streams: Streams,
  known: Readonly<Record<string, CommandEntry>>,
): Promise<Command> {
  const program = new Command('minibatch')
    .description('Train neural networks, and see, measure and choose the batch size.')
    .version(packageVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .option('--debug', 'print the stack of an error')
    .usage('<command> [options]')
    .addHelpText('after', `\n${examples(known)}`)
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ writeOut: streams.out, writeErr: streams.err })
    .exitOverride();
  const chosen = words.find((word) => Object.hasOwn(known, word));
  for (const [name, entry] of Object.entries(known)) {
    const command = program.command(name).summary(entry.summary).helpOption('-h, --help', 'print this help');
    if (name === chosen) (await entry.load()).define(command);
  }
  return program;
}

function examples(known: Readonly<Record<string, CommandEntry>>): string {
  return ['Examples:', ...Object.values(known).map(({ example }) => `  $ ${example}`)].join('\n');
}

/** `Error: where: expected X, got Y. Fix.` for what we throw on purpose; what we did not foresee is said to be that. */
function errorText(error: unknown, debug: boolean): string {
  const known = error instanceof MinibatchError;
  const message = error instanceof Error ? error.message : String(error);
  const head = known ? `Error: ${message}` : `Unexpected error: ${message}`;
  if (debug && error instanceof Error) return `${head}\n${error.stack}\n`;
  return known ? `${head}\n` : `${head}\nRun it again with --debug to see where.\n`;
}
