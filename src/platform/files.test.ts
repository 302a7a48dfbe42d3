import fs, { mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { MinibatchError } from '../errors.js';
import { appendText, readFile, readFirstLine, writeFileAtomic, writeText } from './files.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'minibatch-files-'));
});
afterEach(async () => {
  vi.restoreAllMocks();
  await fs.rm(folder, { recursive: true });
});

const text = async (path: string) => new TextDecoder().decode(await readFile(path));

describe('writeFileAtomic', () => {
  test('writes the bytes, makes missing folders and leaves no temporary file', async () => {
    const path = join(folder, 'a/b/c.bin');
    await writeFileAtomic(path, Uint8Array.of(1, 2, 3));
    await writeFileAtomic(path, Uint8Array.of(4, 5));
    expect([...(await readFile(path))]).toEqual([4, 5]);
    expect(await readdir(join(folder, 'a/b'))).toEqual(['c.bin']);
  });

  test('a disk that fills up leaves the old file, removes the rest, and is said', async () => {
    const path = join(folder, 'c.bin');
    await writeFileAtomic(path, 'the old one');
    const file = await fs.open(path);
    vi.spyOn(Object.getPrototypeOf(file), 'writeFile').mockImplementation(async function (
      this: fs.FileHandle,
    ) {
      await this.write('the n');
      throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    });
    await file.close();
    await expect(writeFileAtomic(path, 'the new one')).rejects.toThrow(
      `Cannot write '${path}': the disk is full. Make room; what was there is as it was.`,
    );
    expect(await text(path)).toBe('the old one');
    expect(await readdir(folder)).toEqual(['c.bin']);
  });

  test('a folder in the way is said, and nothing is left behind', async () => {
    await fs.mkdir(join(folder, 'taken'));
    await expect(writeFileAtomic(join(folder, 'taken'), 'x')).rejects.toThrow(MinibatchError);
    await expect(writeFileAtomic(join(folder, 'taken'), 'x')).rejects.toThrow('that is a folder');
    await writeFile(join(folder, 'file'), '');
    await expect(writeFileAtomic(join(folder, 'file/x'), 'x')).rejects.toThrow('is a file, not a folder');
    expect(await readdir(folder)).toEqual(['file', 'taken']);
  });
});

test('text is written in place and grows at its end', async () => {
  const path = join(folder, 'new/log.csv');
  await appendText(path, 'a\n');
  await appendText(path, 'b\n');
  expect(await text(path)).toBe('a\nb\n');
  await writeText(path, 'c\r\nd\r\n');
  expect(await text(path)).toBe('c\r\nd\r\n');
  expect(await readFirstLine(path)).toBe('c');
});

test('a missing file has no first line, an empty one an empty line; reading it whole says what is wrong', async () => {
  await writeText(join(folder, 'empty'), '');
  expect(await readFirstLine(join(folder, 'none'))).toBeUndefined();
  expect(await readFirstLine(join(folder, 'empty'))).toBe('');
  await expect(readFile(join(folder, 'none'))).rejects.toThrow('there is no such file');
});
