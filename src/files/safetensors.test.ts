import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NDArray } from '../array/ndarray.js';
import { MinibatchError } from '../errors.js';
import { readSafetensors, writeSafetensors } from './safetensors.js';

const golden = JSON.parse(
  readFileSync(new URL('../../test/golden/safetensors.json', import.meta.url), 'utf8'),
);
const original = new Uint8Array(Buffer.from(golden.cases.all, 'base64'));

describe('a file of the original implementation', () => {
  const { tensors, metadata } = readSafetensors(original);

  test('reads as the arrays that went in', () => {
    expect(metadata).toEqual({ format: 'np' });
    expect(tensors.get('a/kernel')).toEqual(new NDArray(Float32Array.of(1.5, -2.25, 3, 0.1), [2, 2]));
    expect(tensors.get('double')).toEqual(new NDArray(Float64Array.of(1 / 3, Number.NaN, -Infinity), [3]));
    expect(tensors.get('empty')).toEqual(new NDArray(new Float32Array(0), [0, 4]));
    expect(tensors.get('flags')).toEqual(new NDArray(Uint8Array.of(1, 0, 1), [3], 'bool'));
    expect(tensors.get('integers')).toEqual(new NDArray(Int32Array.of(-1, 2 ** 31 - 1), [2]));
    expect(tensors.get('long')).toEqual(new NDArray(BigInt64Array.of(2n ** 53n + 1n, -(2n ** 63n)), [2]));
    expect(tensors.get('scalar')).toEqual(new NDArray(Uint8Array.of(7), []));
    expect(tensors.get('ünïcode "quoted"')).toEqual(new NDArray(Int32Array.of(1), [1]));
    expect(tensors.size).toBe(8);
  });

  test('is written again byte for byte', () => {
    expect(Buffer.from(writeSafetensors(tensors, metadata))).toEqual(Buffer.from(original));
  });
});

test('what is written is read again: same names, order, shapes and bytes', () => {
  const array = fc.uint8Array({ maxLength: 24 }).map((data) => new NDArray(data, [data.length, 1]));
  const floats = fc.float32Array({ maxLength: 8 }).map((data) => new NDArray(data, [1, data.length]));
  const name = fc.string().filter((text) => text !== '__metadata__');
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.tuple(name, floats), { selector: ([key]) => key }),
      array,
      (entries, bytes) => {
        const tensors = new Map(entries).set(' bytes ', bytes);
        const read = readSafetensors(writeSafetensors(tensors, { a: 'ä' }));
        expect(read.metadata).toEqual({ a: 'ä' });
        expect(new Map(read.tensors)).toEqual(tensors);
      },
    ),
  );
});

describe('bytes that nobody should trust', () => {
  const file = (header: unknown, dataBytes = 8, length?: bigint): Uint8Array => {
    const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
    const bytes = new Uint8Array(8 + json.length + dataBytes);
    new DataView(bytes.buffer).setBigUint64(0, length ?? BigInt(json.length), true);
    bytes.set(json, 8);
    return bytes;
  };
  const entry = (begin: number, end: number, shape = [(end - begin) / 4], dtype = 'F32') => ({
    dtype,
    shape,
    data_offsets: [begin, end],
  });

  test.each([
    ['nothing at all', new Uint8Array(0), 'at least 8 bytes, got 0'],
    [
      'a header of absurd length',
      file({}, 0, 2n ** 64n - 1n),
      'at most 100000000 bytes, got one of 18446744073709551615',
    ],
    [
      'a header longer than the file',
      file({}, 0, 300n),
      'a header of 300 bytes, got a file that ends after 2',
    ],
    ['a header that is no JSON', file('{"a":', 0), 'a header in JSON'],
    ['a header that is no UTF-8', new Uint8Array([1, 0, 0, 0, 0, 0, 0, 0, 255]), 'a header in JSON'],
    ['a header that is a list', file([]), 'a JSON object, got []'],
    ['an entry that is a number', file({ a: 1 }), "'a' to be an object, got 1"],
    [
      'a dtype of another kind',
      file({ a: entry(0, 8, [4], 'BF16') }),
      "F32, F64, I32, I64, U8, BOOL, got 'BF16'",
    ],
    ['a dtype that objects inherit', file({ a: entry(0, 8, [4], 'toString') }), "got 'toString'"],
    ['a negative axis', file({ a: entry(0, 8, [-2]) }), 'a shape of whole numbers, got [-2]'],
    ['a shape that overflows', file({ a: entry(0, 8, [2 ** 40, 2 ** 40]) }), 'a shape of whole numbers'],
    ['a shape of another size', file({ a: entry(0, 8, [3]) }), "12 bytes for 'a', F32 [3], got 8"],
    ['offsets beyond the end', file({ a: entry(0, 12) }), "within the file's 8 bytes, got bytes 0 to 12"],
    ['offsets in reverse', file({ a: entry(8, 0, [2]) }), 'bytes 8 to 0'],
    ['one offset', file({ a: { dtype: 'F32', shape: [2], data_offsets: [0] } }), 'two data_offsets, got [0]'],
    [
      'tensors that overlap',
      file({ a: entry(0, 8), b: entry(4, 8) }),
      "'b', which overlaps the one before it",
    ],
    ['a gap', file({ a: entry(4, 8) }), "'a', which leaves 4 bytes unused before it"],
    ['bytes at the end', file({ a: entry(0, 4) }), '4 bytes of data, got 8'],
    ['a cut file', original.subarray(0, original.length - 1), 'within the file'],
    ['a BOOL of 2', file({ a: entry(0, 8, [8], 'BOOL') }).fill(2, -1), 'to hold 0 and 1'],
    ['metadata that is a number', file({ __metadata__: 5 }, 0), '__metadata__ to be an object, got 5'],
    ['metadata with a number', file({ __metadata__: { a: 5 } }, 0), "__metadata__'s 'a' to be a text, got 5"],
  ])('%s is refused', (_, bytes, message) => {
    expect(() => readSafetensors(bytes)).toThrow(MinibatchError);
    expect(() => readSafetensors(bytes)).toThrow(message);
  });

  test('any damage to a file is refused or changes values only', () => {
    fc.assert(
      fc.property(fc.nat(original.length - 1), fc.nat(255), (place, value) => {
        const damaged = original.slice();
        damaged[place] = value;
        try {
          readSafetensors(damaged);
        } catch (error) {
          expect(error).toBeInstanceOf(MinibatchError);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

test('the data begins at a multiple of 8 bytes, whatever the length of the names', () => {
  const array = new NDArray(Float64Array.of(1), [1]);
  for (let length = 1; length <= 8; length++) {
    const bytes = writeSafetensors(new Map([['n'.repeat(length), array]]));
    expect(bytes.length % 8).toBe(0);
    expect([...new Float64Array(bytes.buffer, bytes.length - 8)]).toEqual([1]);
  }
});

test('a tensor cannot be called __metadata__', () => {
  expect(() => writeSafetensors(new Map([['__metadata__', new NDArray(new Float32Array(1), [1])]]))).toThrow(
    '__metadata__',
  );
});
