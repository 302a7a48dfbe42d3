/**
 * Module hooks of Node that load TypeScript: `./x.js` may be `./x.ts`, `minibatch` is src/index.ts, and types are erased by
 * the TypeScript package. What that gives is kept in node_modules/.cache, so that a second start need not even load it.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const library = new URL('../src/index.ts', import.meta.url).href;
const cache = new URL('../node_modules/.cache/minibatch-ts/', import.meta.url);
const version = readFileSync(new URL('../node_modules/typescript/package.json', import.meta.url), 'utf8');

export async function resolve(specifier, context, next) {
  if (specifier === 'minibatch') return { url: library, shortCircuit: true };
  if (/^(\.{0,2}\/|file:)/.test(specifier)) {
    const url = new URL(specifier, context.parentURL);
    if (url.pathname.endsWith('.js') && !existsSync(url)) {
      const typed = new URL(url);
      typed.pathname = `${url.pathname.slice(0, -3)}.ts`;
      if (existsSync(typed)) return { url: typed.href, shortCircuit: true };
    }
  }
  return next(specifier, context);
}

export async function load(url, context, next) {
  const address = new URL(url);
  if (address.protocol !== 'file:' || !address.pathname.endsWith('.ts')) return next(url, context);
  return { format: 'module', source: javaScriptOf(fileURLToPath(address)), shortCircuit: true };
}

/** One file of the cache for each source, its first line the digest of what it was made from: the cache cannot pile up. */
function javaScriptOf(path) {
  const text = readFileSync(path, 'utf8');
  const stamp = `/* ${digestOf(version + text)} */`;
  const name = digestOf(path).slice(0, 32);
  const kept = new URL(`${name}.js`, cache);
  if (existsSync(kept)) {
    const code = readFileSync(kept, 'utf8');
    if (code.startsWith(stamp)) return code.slice(stamp.length);
  }
  const ts = require('typescript');
  const { outputText } = ts.transpileModule(text, {
    fileName: path,
    compilerOptions: {
      target: ts.ScriptTarget.ES2023,
      module: ts.ModuleKind.ESNext,
      verbatimModuleSyntax: true,
      inlineSourceMap: true,
      inlineSources: true,
    },
  });
  // Under its name only when whole: other processes read the cache at the same time.
  const temporary = new URL(`${name}.${process.pid}-${performance.now()}.tmp`, cache);
  mkdirSync(cache, { recursive: true });
  writeFileSync(temporary, stamp + outputText);
  renameSync(temporary, kept);
  return outputText;
}

function digestOf(text) {
  return createHash('sha256').update(text).digest('hex');
}
