#!/usr/bin/env node
import { interrupt, wasInterrupted } from '../platform/interrupt.js';
import { exitCodes, run } from './run.js';

// A reader that has seen enough (`minibatch info | head -1`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(exitCodes.done);
});

process.on('SIGINT', () => {
  if (interrupt()) {
    process.stderr.write('\nStopping after this step. Ctrl-C again stops at once.\n');
    return;
  }
  process.stderr.write('\nInterrupted.\n');
  process.exit(exitCodes.interrupted);
});

const code = await run(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
});
process.exitCode = code === exitCodes.done && wasInterrupted() ? exitCodes.interrupted : code;
