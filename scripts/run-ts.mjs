/**
 * Runs a TypeScript file of this checkout on Node, without a build: `node scripts/run-ts.mjs bench/fit.ts --quick`.
 * `minibatch` is src/index.ts there, so that nothing stale is ever run. Node's own options stand before the file:
 * `node scripts/run-ts.mjs --expose-gc bench/memory.ts`.
 */
import { spawnSync } from 'node:child_process';

if (process.argv.length < 3) {
  process.stderr.write('Usage: node scripts/run-ts.mjs [options of node] <file.ts> [arguments]\n');
  process.exit(2);
}
const loader = new URL('./typescript-loader.mjs', import.meta.url).href;
const result = spawnSync(
  process.execPath,
  ['--enable-source-maps', '--import', loader, ...process.argv.slice(2)],
  { stdio: 'inherit' },
);
if (result.error) throw result.error;
if (result.signal) process.kill(process.pid, result.signal);
process.exitCode = result.status;
