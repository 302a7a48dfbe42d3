import type { Command } from 'commander';
import { interruptSignal } from '../../platform/interrupt.js';
import { standardOutput } from '../../platform/terminal.js';
import { article } from '../demo/article.js';
import { digits } from '../demo/digits.js';

export function define(command: Command): void {
  command
    .description(
      'Show what the batch size does: three runs on six numbers, then a classifier of handwritten digits with four batch sizes.',
    )
    .addHelpText(
      'after',
      '\nExample:\n  $ minibatch demo\n\nIt takes some seconds. Ctrl-C stops it and keeps what was printed.',
    )
    .action(async () => {
      const output = standardOutput();
      const signal = interruptSignal();
      await article(output, signal);
      if (signal.aborted) return;
      output.write('\n');
      await digits(output, signal);
    });
}
