import { ValueError } from '../errors.js';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** How a field's value is laid out in the file. */
export const wire = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

/**
 * Reads one protobuf message, field by field: `while (reader.next()) switch (reader.field) { … default: reader.skip(); }`.
 * Every length is checked against the bytes that are there before anything is allocated.
 *
 * @throws ValueError for anything that is not protobuf, naming the place in the file.
 */
export class ProtobufReader {
  /** Number of the field whose value comes next. */
  field = 0;
  /** Layout of the value that comes next. */
  wireType = 0;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #end: number;
  #position: number;

  /** @param where Who reads, for messages. */
  constructor(
    readonly where: string,
    bytes: Uint8Array,
    start = 0,
    end: number = bytes.length,
  ) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#position = start;
    this.#end = end;
  }

  /** Moves to the next field; false at the end of the message. */
  next(): boolean {
    if (this.#position === this.#end) return false;
    const key = this.#varint();
    this.field = Number(key >> 3n);
    this.wireType = Number(key & 7n);
    if (this.field === 0 || key >= 1n << 32n) this.#fail('a field number of 1 to 536870911', `${key >> 3n}`);
    return true;
  }

  /** The value as a signed 64-bit integer. */
  bigint(): bigint {
    this.#expect(wire.varint);
    return BigInt.asIntN(64, this.#varint());
  }

  /** The value as an integer that a number holds exactly. */
  integer(): number {
    const value = this.bigint();
    const number = Number(value);
    if (!Number.isSafeInteger(number)) this.#fail('an integer of at most 53 bits', `${value}`);
    return number;
  }

  float(): number {
    this.#expect(wire.fixed32);
    const at = this.#take(4);
    return this.#view.getFloat32(at, true);
  }

  double(): number {
    this.#expect(wire.fixed64);
    const at = this.#take(8);
    return this.#view.getFloat64(at, true);
  }

  /** The value's bytes, as a view of the file. */
  bytes(): Uint8Array {
    const [start, end] = this.#range();
    return this.#bytes.subarray(start, end);
  }

  string(): string {
    // A copy, because TextDecoder refuses shared memory.
    const bytes = this.bytes().slice();
    try {
      return utf8.decode(bytes);
    } catch {
      return this.#fail('text in UTF-8', 'other bytes');
    }
  }

  /** A reader of the message that is this field's value. */
  message(): ProtobufReader {
    const [start, end] = this.#range();
    return new ProtobufReader(this.where, this.#bytes, start, end);
  }

  /** The values of a repeated scalar field, which may be one value or a packed run of them. */
  repeated<T>(scalarWire: number, read: (reader: ProtobufReader) => T): T[] {
    if (this.wireType !== wire.bytes) return [read(this)];
    const run = this.message();
    run.wireType = scalarWire;
    const values: T[] = [];
    while (run.#position < run.#end) values.push(read(run));
    return values;
  }

  /** Passes over the value. */
  skip(): void {
    if (this.wireType === wire.varint) this.#varint();
    else if (this.wireType === wire.fixed64) this.#take(8);
    else if (this.wireType === wire.fixed32) this.#take(4);
    else this.#range();
  }

  #range(): [start: number, end: number] {
    this.#expect(wire.bytes);
    const length = this.#varint();
    const left = this.#end - this.#position;
    if (length > BigInt(left)) this.#fail(`${length} more bytes`, `${left}`);
    const start = this.#take(Number(length));
    return [start, start + Number(length)];
  }

  #varint(): bigint {
    let small = 0;
    let scale = 1;
    let big = 0n;
    for (let group = 0; group < 10; group++) {
      const byte = this.#bytes[this.#take(1)];
      if (group < 7) {
        small += (byte & 127) * scale;
        scale *= 128;
      } else {
        big |= BigInt(byte & 127) << BigInt(7 * group);
      }
      if (byte < 128) return BigInt.asUintN(64, big | BigInt(small));
    }
    return this.#fail('an integer of at most ten bytes', 'a longer one');
  }

  #take(count: number): number {
    const at = this.#position;
    if (at + count > this.#end) this.#fail(`${count} more bytes`, `${this.#end - at}`);
    this.#position = at + count;
    return at;
  }

  #expect(wireType: number): void {
    if (this.wireType !== wireType) {
      this.#fail(`field ${this.field} in wire type ${wireType}`, `${this.wireType}`);
    }
  }

  #fail(expected: string, got: string): never {
    const fix = 'The bytes are not a protobuf message of this kind, or are cut off.';
    throw new ValueError(`${this.where}: byte ${this.#position}`, expected, got, fix);
  }
}
