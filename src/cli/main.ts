#!/usr/bin/env node
import { exitCodes, run } from './run.js';

// A reader that has seen enough (`minibatch info | head -1`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(exitCodes.done);
});

process.once('SIGINT', () => {
  process.stderr.write('\nInterrupted.\n');
  process.exit(exitCodes.interrupted);
});

process.exitCode = await run(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
});
