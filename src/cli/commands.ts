import type { Command } from 'commander';

/** What `src/cli/commands/<name>.ts` exports. */
export interface CommandModule {
  /** Gives the command its description, options, examples and action. */
  define(command: Command): void;
}

/** One word of `minibatch <word>`. Its file is loaded only when that word is used. */
export interface CommandEntry {
  /** One line for the list of commands. */
  readonly summary: string;
  /** A whole command line, for the help. */
  readonly example: string;
  load(): Promise<CommandModule>;
}

/** Every command, in the order of the help. */
export const commands: Readonly<Record<string, CommandEntry>> = {
  demo: {
    summary: 'what the batch size does: six numbers, then real data',
    example: 'minibatch demo',
    load: () => import('./commands/demo.js'),
  },
  info: {
    summary: 'what Minibatch runs on here: engine, cores, memory',
    example: 'minibatch info --json',
    load: () => import('./commands/info.js'),
  },
};
