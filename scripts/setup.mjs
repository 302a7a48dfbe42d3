/**
 * What `npm start`, `npm test` and `npm run build` do first: install what package-lock.json names, then build dist/.
 * Each part is skipped when there is nothing to do, so that it costs a few milliseconds in a checkout that is ready.
 *
 *     node scripts/setup.mjs             install and build, where needed
 *     node scripts/setup.mjs --install   install only
 *     node scripts/setup.mjs --build     build in any case
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
/** In dist/, the digest of the sources that it was built from. package.json keeps it out of the package. */
const stampName = '.sources';

requireNode(20, 19);
if (!isInstalled()) install();
if (!process.argv.includes('--install') && (process.argv.includes('--build') || !isBuilt())) build();

function requireNode(major, minor) {
  const [haveMajor, haveMinor] = process.versions.node.split('.').map(Number);
  if (haveMajor > major || (haveMajor === major && haveMinor >= minor)) return;
  fail(
    `Minibatch needs Node ${major}.${minor} or newer; this is Node ${process.versions.node}. ` +
      'Install a newer one (https://nodejs.org) and run the command again.',
  );
}

/** Does node_modules hold every package that the lock file asks for, in that version? */
function isInstalled() {
  const have = packagesOf(join(root, 'node_modules', '.package-lock.json'));
  const want = packagesOf(join(root, 'package-lock.json'));
  if (have === undefined || want === undefined) return false;
  return Object.entries(want).every(([path, { version, optional }]) => {
    if (path === '') return true;
    // Optional packages are those of other platforms, too: right if absent, wrong if of another version.
    return have[path] === undefined ? optional === true : have[path].version === version;
  });
}

function packagesOf(lockFile) {
  return existsSync(lockFile) ? JSON.parse(readFileSync(lockFile, 'utf8')).packages : undefined;
}

function install() {
  const arguments_ = [
    ...['ci', '--include=dev', '--include=optional', '--ignore-scripts', '--no-audit', '--no-fund'],
    // By default npm goes on for over a minute before it says that there is no network.
    ...['--fetch-retries=3', '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=4000'],
  ];
  // Under `npm start` npm says where it lies: that npm is run by this Node, without a shell, on Windows as well.
  const self = process.env.npm_execpath;
  const isNpm = self !== undefined && basename(self) === 'npm-cli.js';
  const result = timed('Installing the packages (npm ci)', () =>
    isNpm
      ? run(process.execPath, [self, ...arguments_])
      : run('npm', arguments_, { shell: process.platform === 'win32' }),
  );
  if (result.status === 0) return;
  if (result.error?.code === 'ENOENT') {
    fail(
      'npm was not found. It comes with Node (https://nodejs.org): put it on the PATH and run the command again.',
    );
  }
  const output = outputOf(result);
  const offline =
    /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ENOTCACHED|ERR_SOCKET_TIMEOUT)\b/;
  fail(
    offline.test(output)
      ? `${lastLines(output)}\n\nThe package registry could not be reached. Connect to the network, or name a mirror ` +
          '(npm config set registry <address>), and run the command again.'
      : `${lastLines(output)}\n\nnpm ci failed, see above. Mend that and run the command again.`,
  );
}

function isBuilt() {
  const stamp = join(dist, stampName);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === digestOfSources();
}

/** Builds beside dist/ and then changes places, so that a failed build leaves the last good one. */
function build() {
  const fresh = join(root, `dist.new-${process.pid}`);
  const stale = join(root, `dist.old-${process.pid}`);
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const digest = digestOfSources();
  const types = [
    '-p',
    join(root, 'tsconfig.build.json'),
    '--outDir',
    join(fresh, 'types'),
    '--pretty',
    'false',
  ];
  const result = timed('Building dist/', () => {
    const compiled = run(process.execPath, [tsc, ...types]);
    if (compiled.status !== 0) return compiled;
    return run(process.execPath, [join(root, 'scripts', 'bundle.mjs'), join(fresh, 'lib')], { cwd: root });
  });
  if (result.status !== 0) {
    remove(fresh);
    fail(
      `${outputOf(result)}\n\nThe TypeScript sources do not compile, see above. dist/ was left as it was.`,
    );
  }
  const command = join(fresh, 'lib', 'main.js');
  if (existsSync(command)) chmodSync(command, 0o755);
  writeFileSync(join(fresh, stampName), digest);
  takePlace(fresh, stale);
}

/** `fresh` becomes dist/. Again if another build came between the two steps. */
function takePlace(fresh, stale) {
  for (let attempt = 1; ; attempt++) {
    try {
      if (existsSync(dist)) renameSync(dist, stale);
      renameSync(fresh, dist);
      return;
    } catch (error) {
      if (attempt === 5) throw error;
    } finally {
      remove(stale);
    }
  }
}

function remove(folder) {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}

/** A digest of everything that dist/ depends on: sources without tests, compiler options, compiler version. */
function digestOfSources() {
  const sources = readdirSync(join(root, 'src'), { recursive: true })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts') && !path.startsWith('testing/'))
    .map((path) => `src/${path}`);
  const hash = createHash('sha256');
  for (const path of [
    ...sources.sort(),
    'tsconfig.json',
    'tsconfig.build.json',
    'package.json',
    'scripts/bundle.mjs',
    'package-lock.json',
  ]) {
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update('\0');
  }
  return hash.digest('hex');
}

function run(command, arguments_, options = {}) {
  return spawnSync(command, arguments_, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26, ...options });
}

/** Does the work and says so in one line: `Building dist/ … 3.1 s`. On stderr: stdout belongs to the command. */
function timed(what, work) {
  process.stderr.write(`${what} … `);
  const start = performance.now();
  const result = work();
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  process.stderr.write(result.status === 0 ? `${seconds} s\n` : `failed after ${seconds} s\n`);
  return result;
}

function outputOf(result) {
  return `${result.stdout ?? ''}${result.stderr ?? ''}${result.error?.message ?? ''}`.trim();
}

function lastLines(text) {
  return text.split('\n').slice(-20).join('\n');
}

function fail(message) {
  process.stderr.write(`\n${message}\n`);
  process.exit(1);
}
