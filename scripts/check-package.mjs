/**
 * Looks at what `npm pack --json` would publish: `node scripts/check-package.mjs pack.json`. Prints one sentence for each
 * thing that is wrong and exits with 1, or one line with the size.
 */
import { readFileSync } from 'node:fs';

const [{ files, size, unpackedSize }] = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const paths = files.map(({ path }) => path);
const mostBytes = 3 << 20;
const wrong = [];

for (const path of paths) {
  if (!/^(dist|datasets)\/|^(package\.json|README\.md|LICENSE|CHANGELOG\.md)$/.test(path)) {
    wrong.push(`${path} does not belong in the package.`);
  }
  if (/\.test\.|(^|\/)testing\/|\.map$|(^|\/)\.|(?<!\.d)\.ts$/.test(path))
    wrong.push(`${path} is of no use to a user.`);
}
const targets = [manifest.types, ...Object.values(manifest.bin), ...namesIn(manifest.exports)];
for (const path of [
  'README.md',
  'LICENSE',
  'CHANGELOG.md',
  ...targets.map((target) => target.replace(/^\.\//, '')),
]) {
  if (!paths.includes(path)) wrong.push(`${path} is missing.`);
}
for (const name of ['preinstall', 'install', 'postinstall', 'prepare']) {
  if (manifest.scripts[name] !== undefined) wrong.push(`package.json runs a script at install: ${name}.`);
}
for (const name of ['onnxruntime-node', 'koffi']) {
  if (manifest.optionalDependencies[name] === undefined)
    wrong.push(`${name} must be an optional dependency.`);
}
if (size > mostBytes) wrong.push(`The package has ${size} bytes, ${mostBytes} are the most.`);

function namesIn(exports) {
  return typeof exports === 'string' ? [exports] : Object.values(exports).flatMap(namesIn);
}

if (wrong.length > 0) {
  process.stdout.write(`${wrong.join('\n')}\n`);
  process.exit(1);
}
process.stdout.write(
  `${paths.length} files, ${kilobytes(size)} packed, ${kilobytes(unpackedSize)} unpacked\n`,
);

function kilobytes(bytes) {
  return `${Math.round(bytes / 1024)} KiB`;
}
