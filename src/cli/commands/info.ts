import type { Command } from 'commander';
import { describeMachine } from '../../platform/machine.js';
import { packageVersion } from '../../platform/package.js';
import { standardOutput } from '../../platform/terminal.js';

export function define(command: Command): void {
  command
    .description('Show what Minibatch runs on here.')
    .option('--json', 'print one JSON object')
    .action((options: { json?: boolean }) => {
      const machine = describeMachine();
      const facts = {
        minibatch: packageVersion(),
        runtime: machine.runtime,
        system: machine.system,
        processor: machine.processor,
        cores: machine.cores,
        memoryBytes: machine.memoryBytes,
      };
      const output = standardOutput();
      if (options.json === true) {
        output.write(`${JSON.stringify(facts, undefined, 2)}\n`);
        return;
      }
      const { memoryBytes, ...rest } = facts;
      const rows = { ...rest, memory: `${(memoryBytes / 2 ** 30).toFixed(1)} GiB` };
      const width = Math.max(...Object.keys(rows).map((name) => name.length));
      for (const [name, value] of Object.entries(rows)) output.write(`${name.padEnd(width)}  ${value}\n`);
    });
}
