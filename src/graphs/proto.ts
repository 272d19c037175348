/**
 * Writes the subset of the protobuf wire format that an ONNX model needs
 * (https://protobuf.dev/programming-guides/encoding). A message is a list of (field number, value) in any
 * order.
 */
export class ProtoWriter {
  private buffer = new Uint8Array(256);
  private length = 0;

  /** Writes an integer as a 64-bit varint. A negative integer takes ten bytes. */
  int(field: number, value: number | bigint): this {
    this.varint(BigInt(field << 3));
    this.varint(BigInt.asUintN(64, BigInt(value)));
    return this;
  }

  /** Writes a float of four bytes. */
  float(field: number, value: number): this {
    this.varint(BigInt((field << 3) | 5));
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setFloat32(0, value, true);
    return this.append(bytes);
  }

  bytes(field: number, value: Uint8Array): this {
    this.varint(BigInt((field << 3) | 2));
    this.varint(BigInt(value.length));
    return this.append(value);
  }

  string(field: number, value: string): this {
    return this.bytes(field, new TextEncoder().encode(value));
  }

  message(field: number, value: ProtoWriter): this {
    return this.bytes(field, value.finish());
  }

  /** Writes repeated integers in the packed form. */
  packedInts(field: number, values: readonly (number | bigint)[]): this {
    const inner = new ProtoWriter();
    for (const value of values) inner.varint(BigInt.asUintN(64, BigInt(value)));
    return this.message(field, inner);
  }

  /** Appends fields that are already encoded. */
  fields(bytes: Uint8Array): this {
    return this.append(bytes);
  }

  /** The encoded message. */
  finish(): Uint8Array<ArrayBuffer> {
    return this.buffer.slice(0, this.length);
  }

  private varint(value: bigint): void {
    const bytes: number[] = [];
    let rest = value;
    while (rest > 127n) {
      bytes.push(Number(rest & 127n) | 128);
      rest >>= 7n;
    }
    bytes.push(Number(rest));
    this.append(bytes);
  }

  private append(bytes: ArrayLike<number>): this {
    const end = this.length + bytes.length;
    if (end > this.buffer.length) {
      const grown = new Uint8Array(Math.max(end, 2 * this.buffer.length));
      grown.set(this.buffer.subarray(0, this.length));
      this.buffer = grown;
    }
    this.buffer.set(bytes, this.length);
    this.length = end;
    return this;
  }
}
