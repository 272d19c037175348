/**
 * Writer for the protobuf wire format, as much of it as an ONNX model needs
 * (https://protobuf.dev/programming-guides/encoding). A message is a list of (field, value) in any order.
 */
export class ProtoWriter {
  private buffer = new Uint8Array(256);
  private length = 0;

  /** Integers are written as 64-bit varints: a negative one takes ten bytes. */
  int(field: number, value: number | bigint): this {
    this.varint(BigInt(field << 3));
    this.varint(BigInt.asUintN(64, BigInt(value)));
    return this;
  }

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

  /** Repeated integers in the packed form. */
  packedInts(field: number, values: readonly (number | bigint)[]): this {
    const inner = new ProtoWriter();
    for (const value of values) inner.varint(BigInt.asUintN(64, BigInt(value)));
    return this.message(field, inner);
  }

  /** Fields that are written already. */
  fields(bytes: Uint8Array): this {
    return this.append(bytes);
  }

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
