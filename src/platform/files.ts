import { MinibatchError } from '../errors.js';

/** The whole file. */
export async function readFile(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const fs = await fileSystem();
  const bytes = await fs.readFile(path).catch((cause) => fail('read', path, cause));
  // A copy of its own: a small Buffer is a window on a pool that other files share.
  return new Uint8Array(bytes);
}

/** The first line without its end, or undefined if there is no such file. */
export async function readFirstLine(path: string): Promise<string | undefined> {
  const fs = await fileSystem();
  const file = await fs.open(path, 'r').catch((cause) => {
    if (cause.code === 'ENOENT') return undefined;
    return fail('read', path, cause);
  });
  if (file === undefined) return undefined;
  try {
    for await (const line of file.readLines()) return line;
    return '';
  } finally {
    await file.close();
  }
}

/**
 * Writes a whole file or leaves the old one as it was: the bytes go to a temporary name beside it, reach the disk, and take
 * its place by one rename. Missing folders are made.
 *
 * @throws MinibatchError when it cannot be written (a full disk, no permission, a folder of that name).
 */
export async function writeFileAtomic(path: string, bytes: Uint8Array | string): Promise<void> {
  const fs = await fileSystem();
  const temporary = `${path}.${process.pid}-${++temporaryFiles}.tmp`;
  try {
    await makeFolderOf(path);
    const file = await fs.open(temporary, 'wx');
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await fs.rename(temporary, path);
  } catch (cause) {
    await fs.rm(temporary, { force: true }).catch(() => undefined);
    fail('write', path, cause);
  }
}

let temporaryFiles = 0;

/** Writes a small text in place, over whatever was there: for logs, which then grow by `appendText`. */
export async function writeText(path: string, text: string): Promise<void> {
  const fs = await fileSystem();
  await makeFolderOf(path);
  await fs.writeFile(path, text).catch((cause) => fail('write', path, cause));
}

/** Adds to the end of a file, which is made if there is none. The file is closed again, so the text is out of our hands. */
export async function appendText(path: string, text: string): Promise<void> {
  const fs = await fileSystem();
  await makeFolderOf(path);
  await fs.appendFile(path, text).catch((cause) => fail('write', path, cause));
}

async function makeFolderOf(path: string): Promise<void> {
  const fs = await fileSystem();
  const { dirname } = await import('node:path');
  await fs.mkdir(dirname(path), { recursive: true }).catch((cause) => fail('write', path, cause));
}

/** Loaded when first needed, so that a browser may load everything else. */
async function fileSystem(): Promise<typeof import('node:fs/promises')> {
  try {
    return await import('node:fs/promises');
  } catch {
    throw new MinibatchError('files: expected a file system, got a platform without one. Run this in Node.');
  }
}

const remedies: Record<string, string> = {
  ENOENT: 'there is no such file. Check the path.',
  ENOSPC: 'the disk is full. Make room; what was there is as it was.',
  EDQUOT: 'the disk quota is used up. Make room; what was there is as it was.',
  EFBIG: 'the file would be larger than this system allows. What was there is as it was.',
  EACCES: 'permission is denied. Choose another folder or change its permissions.',
  EPERM: 'it is not permitted. Choose another folder or change its permissions.',
  EROFS: 'the file system is read-only. Choose another folder.',
  EISDIR: 'that is a folder. Give the name of a file.',
  EEXIST: 'a part of the path is a file, not a folder. Choose another folder.',
  ENOTDIR: 'a part of the path is a file, not a folder. Choose another folder.',
};

function fail(verb: 'read' | 'write', path: string, cause: unknown): never {
  if (cause instanceof MinibatchError) throw cause;
  const { code, message } = cause as NodeJS.ErrnoException;
  throw new MinibatchError(`Cannot ${verb} '${path}': ${remedies[code ?? ''] ?? message}`, { cause });
}
