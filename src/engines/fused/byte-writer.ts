/** Appends bytes in WebAssembly's encodings. */
export class ByteWriter {
  private readonly bytes: number[] = [];

  byte(...values: number[]): this {
    this.bytes.push(...values);
    return this;
  }

  /** An unsigned integer in 7-bit groups, lowest first (LEB128). */
  unsigned(value: number): this {
    let rest = value;
    while (rest >= 0x80) {
      this.bytes.push((rest & 0x7f) | 0x80);
      rest = Math.floor(rest / 0x80);
    }
    return this.byte(rest);
  }

  /** A signed 32-bit integer in 7-bit groups, lowest first. */
  signed(value: number): this {
    let rest = value | 0;
    while (rest < -64 || rest > 63) {
      this.bytes.push((rest & 0x7f) | 0x80);
      rest >>= 7;
    }
    return this.byte(rest & 0x7f);
  }

  float32(value: number): this {
    return this.byte(...new Uint8Array(Float32Array.of(value).buffer));
  }

  /** A string of ASCII characters with its length. */
  name(text: string): this {
    return this.unsigned(text.length).byte(...Array.from(text, (letter) => letter.charCodeAt(0)));
  }

  /** Bytes with their length. */
  sized(content: ByteWriter): this {
    return this.unsigned(content.bytes.length).append(content);
  }

  append(content: ByteWriter): this {
    for (const byte of content.bytes) this.bytes.push(byte);
    return this;
  }

  toBytes(): Uint8Array<ArrayBuffer> {
    return Uint8Array.from(this.bytes);
  }
}
