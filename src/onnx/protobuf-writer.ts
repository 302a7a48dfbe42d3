const utf8 = new TextEncoder();
const float32 = new DataView(new ArrayBuffer(4));

/**
 * Writes one protobuf message, field by field, in the order of the calls. Long byte strings are kept by reference until
 * `finish`, so weights are copied once however deep their message is nested.
 *
 * Reference: protobuf.dev/programming-guides/encoding.
 */
export class ProtobufWriter {
  readonly #chunks: Uint8Array[] = [];
  #open: number[] = [];
  #closedBytes = 0;

  /** Bytes written so far. */
  get byteLength(): number {
    return this.#closedBytes + this.#open.length;
  }

  /** An int32, int64, enum or bool field. Negative numbers take ten bytes, as in every protobuf writer. */
  integer(field: number, value: number): void {
    this.#varint(field * 8);
    this.#varint(value);
  }

  /** A float field. */
  float(field: number, value: number): void {
    this.#varint(field * 8 + 5);
    float32.setFloat32(0, value, true);
    for (let i = 0; i < 4; i++) this.#open.push(float32.getUint8(i));
  }

  string(field: number, value: string): void {
    this.bytes(field, utf8.encode(value));
  }

  /** Bytes, not copied until `finish`. */
  bytes(field: number, value: Uint8Array): void {
    this.#varint(field * 8 + 2);
    this.#varint(value.length);
    this.#append(value);
  }

  /** A message inside this one. */
  message(field: number, value: ProtobufWriter): void {
    this.#varint(field * 8 + 2);
    this.#varint(value.byteLength);
    value.#close();
    for (const chunk of value.#chunks) this.#append(chunk);
  }

  /** The whole message in one new array. */
  finish(): Uint8Array<ArrayBuffer> {
    this.#close();
    const result = new Uint8Array(this.#closedBytes);
    let position = 0;
    for (const chunk of this.#chunks) {
      result.set(chunk, position);
      position += chunk.length;
    }
    return result;
  }

  #append(bytes: Uint8Array): void {
    if (bytes.length <= 32) {
      for (const byte of bytes) this.#open.push(byte);
      return;
    }
    this.#close();
    this.#chunks.push(bytes);
    this.#closedBytes += bytes.length;
  }

  #close(): void {
    if (this.#open.length === 0) return;
    this.#chunks.push(Uint8Array.from(this.#open));
    this.#closedBytes += this.#open.length;
    this.#open = [];
  }

  /** Base 128, least significant group first; negative numbers as 64-bit two's complement. */
  #varint(value: number): void {
    if (value < 0) {
      let rest = BigInt.asUintN(64, BigInt(value));
      for (; rest > 127n; rest >>= 7n) this.#open.push(Number(rest & 127n) | 128);
      this.#open.push(Number(rest));
      return;
    }
    let rest = value;
    for (; rest > 127; rest = Math.floor(rest / 128)) this.#open.push((rest % 128) | 128);
    this.#open.push(rest);
  }
}
