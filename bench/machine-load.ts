import { readFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';

/** How long all cores together have been busy since the machine started, in ms. */
export function busyMs(): number {
  return (
    cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0) + stealMs()
  );
}

/** What the machine's host has taken away; Linux alone tells. */
function stealMs(): number {
  try {
    return Number(readFileSync('/proc/stat', 'utf8').split('\n')[0].trim().split(/\s+/)[8]) * 10;
  } catch {
    return 0;
  }
}

/** Processes that want a core, over the last minute; 0 where the system does not tell. */
export function loadAverage(): number {
  return Number(loadavg()[0].toFixed(1));
}
