/** package-lock.json must serve every machine: no registry that somebody happened to use, and the packages of every platform. */
import { readFileSync } from 'node:fs';

const { packages } = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8'));
const wrong = [];
for (const [path, entry] of Object.entries(packages)) {
  if (path === '') continue;
  if (entry.resolved !== undefined && !entry.resolved.startsWith('https://registry.npmjs.org/')) {
    wrong.push(`${path} is pinned to another registry.`);
  }
  if (entry.integrity === undefined) wrong.push(`${path} has no checksum.`);
  for (const name of Object.keys(entry.optionalDependencies ?? {})) {
    // A package's own folder comes first, then those around it, as Node looks for it.
    const places = path
      .split('/node_modules/')
      .map((_, i, parts) => parts.slice(0, parts.length - i).join('/node_modules/'));
    const known = [...places.map((place) => `${place}/node_modules/${name}`), `node_modules/${name}`];
    if (!known.some((place) => packages[place] !== undefined)) wrong.push(`${path}: its ${name} is missing.`);
  }
}
if (wrong.length > 0) {
  process.stderr.write(`package-lock.json:\n${wrong.join('\n')}\n`);
  process.exit(1);
}
