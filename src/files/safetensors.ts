import { allocate, bytesOf, type DType, NDArray, sizeOf, type TypedArray } from '../array/ndarray.js';
import { MinibatchError, show } from '../errors.js';

/** Arrays by name, in the order they are stored, and texts about them. */
export interface Safetensors {
  tensors: Map<string, NDArray>;
  metadata: Record<string, string>;
}

const codes = {
  float32: 'F32',
  float64: 'F64',
  int32: 'I32',
  int64: 'I64',
  uint8: 'U8',
  bool: 'BOOL',
} as const;
const dtypes = Object.fromEntries(Object.entries(codes).map(([dtype, code]) => [code, dtype])) as Record<
  string,
  DType
>;

/** As in the original implementation: no honest header is larger. */
const maximumHeaderBytes = 100_000_000;
const alignment = 8;

/**
 * The bytes of a safetensors file: the header's length as 8 bytes, the header as JSON, the elements one array after another,
 * all little-endian. Larger elements come first, so that every array lies at a multiple of its element's size; arrays of one
 * size keep their order.
 *
 * Reference: https://github.com/huggingface/safetensors
 */
export function writeSafetensors(
  tensors: ReadonlyMap<string, NDArray>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  const sorted = [...tensors].sort(([, a], [, b]) => bytesOf(b.dtype) - bytesOf(a.dtype));
  const entries: [string, unknown][] = [];
  if (Object.keys(metadata).length > 0) entries.push(['__metadata__', metadata]);
  let end = 0;
  for (const [name, { dtype, shape, size }] of sorted) {
    if (name === '__metadata__') refuse('names of tensors other than __metadata__', 'that name');
    const begin = end;
    end += size * bytesOf(dtype);
    entries.push([name, { dtype: codes[dtype], shape, data_offsets: [begin, end] }]);
  }
  // Not Object.fromEntries: it would put names that look like numbers first.
  const json = `{${entries.map(([name, entry]) => `${JSON.stringify(name)}:${JSON.stringify(entry)}`).join(',')}}`;
  const header = new TextEncoder().encode(json);
  const headerBytes = Math.ceil(header.length / alignment) * alignment;
  const bytes = new Uint8Array(8 + headerBytes + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerBytes), true);
  bytes.set(header, 8);
  bytes.fill(0x20, 8 + header.length, 8 + headerBytes);
  let offset = 8 + headerBytes;
  for (const [, { data }] of sorted) {
    bytes.set(bytesIn(data), offset);
    offset += data.byteLength;
  }
  return bytes;
}

/**
 * Reads what `writeSafetensors` or another writer wrote. Nothing in the bytes is trusted: the arrays must cover the data exactly,
 * without overlap or gap. They are copies.
 *
 * @throws MinibatchError saying what is wrong with the bytes.
 */
export function readSafetensors(bytes: Uint8Array): Safetensors {
  const { header, data } = split(bytes);
  const tensors: [name: string, begin: number, array: NDArray][] = [];
  let metadata: Record<string, string> = {};
  for (const [name, entry] of Object.entries(header)) {
    if (name === '__metadata__') metadata = readMetadata(entry);
    else tensors.push(readTensor(name, entry, data));
  }
  tensors.sort(([, a, left], [, b, right]) => a - b || left.data.byteLength - right.data.byteLength);
  let covered = 0;
  for (const [name, begin, array] of tensors) {
    if (begin !== covered) {
      const fault =
        begin < covered ? 'overlaps the one before it' : `leaves ${begin - covered} bytes unused before it`;
      refuse('tensors that follow one another', `'${name}', which ${fault}`);
    }
    covered += array.data.byteLength;
  }
  if (covered !== data.length) refuse(`${covered} bytes of data`, `${data.length}`);
  return { tensors: new Map(tensors.map(([name, , array]) => [name, array])), metadata };
}

function split(bytes: Uint8Array): { header: Record<string, unknown>; data: Uint8Array } {
  if (bytes.length < 8) refuse('at least 8 bytes', `${bytes.length}`);
  const length = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true);
  if (length > maximumHeaderBytes)
    refuse(`a header of at most ${maximumHeaderBytes} bytes`, `one of ${length}`);
  if (Number(length) > bytes.length - 8)
    refuse(`a header of ${length} bytes`, `a file that ends after ${bytes.length - 8}`);
  const end = 8 + Number(length);
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(8, end)));
  } catch (cause) {
    refuse('a header in JSON', `other text (${(cause as Error).message})`);
  }
  if (!isRecord(header)) refuse('a header that is a JSON object', show(header));
  return { header, data: bytes.subarray(end) };
}

function readMetadata(entry: unknown): Record<string, string> {
  if (!isRecord(entry)) refuse('__metadata__ to be an object', show(entry));
  for (const [name, value] of Object.entries(entry)) {
    if (typeof value !== 'string') refuse(`__metadata__'s '${name}' to be a text`, show(value));
  }
  return entry as Record<string, string>;
}

function readTensor(
  name: string,
  entry: unknown,
  data: Uint8Array,
): [name: string, begin: number, array: NDArray] {
  if (!isRecord(entry)) refuse(`'${name}' to be an object`, show(entry));
  const { dtype: code, shape, data_offsets: offsets } = entry;
  if (typeof code !== 'string' || !Object.hasOwn(dtypes, code)) {
    refuse(`'${name}' to have one of the dtypes ${Object.keys(dtypes).join(', ')}`, show(code));
  }
  if (!isCounts(shape)) refuse(`'${name}' to have a shape of whole numbers`, show(shape));
  if (!isCounts(offsets) || offsets.length !== 2) refuse(`'${name}' to have two data_offsets`, show(offsets));
  const [begin, end] = offsets;
  if (begin > end || end > data.length) {
    refuse(`the data of '${name}' within the file's ${data.length} bytes`, `bytes ${begin} to ${end}`);
  }
  const dtype = dtypes[code];
  const bytes = sizeOf(shape) * bytesOf(dtype);
  if (bytes !== end - begin)
    refuse(`${bytes} bytes for '${name}', ${code} [${shape.join(', ')}]`, `${end - begin}`);
  const array = new NDArray(allocate(dtype, sizeOf(shape)), shape, dtype);
  bytesIn(array.data).set(data.subarray(begin, end));
  if (dtype === 'bool' && array.data.some((value) => Number(value) > 1)) {
    refuse(`'${name}', which is BOOL, to hold 0 and 1`, 'other bytes');
  }
  return [name, begin, array];
}

function bytesIn(data: TypedArray): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whole numbers from 0, few enough of them and small enough for their product to be exact. */
function isCounts(value: unknown): value is number[] {
  const isCount = (count: unknown) => Number.isSafeInteger(count) && (count as number) >= 0;
  return (
    Array.isArray(value) && value.every(isCount) && (value.includes(0) || Number.isSafeInteger(sizeOf(value)))
  );
}

function refuse(expected: string, got: string): never {
  throw new MinibatchError(
    `safetensors: expected ${expected}, got ${got}. The file is damaged or of another kind.`,
  );
}
