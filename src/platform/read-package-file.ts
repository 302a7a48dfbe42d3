import { MinibatchError } from '../errors.js';

/**
 * A text file that comes with the package, at once. A name that ends in `.gz` is unpacked.
 * @throws MinibatchError where there are no files (a browser) or the file is missing.
 */
export function readPackageFile(url: URL): string {
  if (typeof process === 'undefined' || process.getBuiltinModule === undefined) {
    throw new MinibatchError(`Cannot read ${url.pathname}: there is no file system here. Run this in Node.`);
  }
  // Not imported, so that a browser may load everything else.
  const fs = process.getBuiltinModule('node:fs');
  const zlib = process.getBuiltinModule('node:zlib');
  let bytes: Uint8Array;
  try {
    bytes = fs.readFileSync(url);
  } catch (cause) {
    throw new MinibatchError(
      `Cannot read ${url.pathname}: it should be part of the package. Install it again.`,
      {
        cause,
      },
    );
  }
  return new TextDecoder().decode(url.pathname.endsWith('.gz') ? zlib.gunzipSync(bytes) : bytes);
}
