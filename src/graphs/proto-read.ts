/**
 * One field of a protobuf message. Its payload (the bytes, or the number itself) begins at `start` and ends
 * before `end`.
 */
export interface ProtoField {
  number: number;
  /** Wire type. 0: varint, 1: eight bytes, 2: length-delimited, 5: four bytes. */
  wire: number;
  /** Value of a varint, rounded to a double; 0 for other wire types. */
  value: number;
  start: number;
  end: number;
}

/** Bytes of the key and the length: two varints of at most ten bytes each. */
const MAX_HEADER = 20;

/** Reads a varint. @returns the unsigned value, and the offset after the varint */
function varint(bytes: Uint8Array, at: number): [number, number] {
  let value = 0;
  for (let i = 0, factor = 1; i < 10; i++, factor *= 128) {
    if (at + i >= bytes.length) throw new RangeError('a number is incomplete');
    const byte = bytes[at + i];
    value += (byte & 127) * factor;
    if (byte < 128) return [value, at + i + 1];
  }
  throw new RangeError('a number is too long');
}

/** The field that begins at `at`. Its payload may end after `bytes`, but not after `limit`. */
function fieldAt(bytes: Uint8Array, at: number, limit: number): ProtoField {
  const [key, start] = varint(bytes, at);
  const field = { number: Math.floor(key / 8), wire: key % 8, value: 0, start, end: start };
  if (field.wire === 0) [field.value, field.end] = varint(bytes, start);
  else if (field.wire === 1) field.end = start + 8;
  else if (field.wire === 5) field.end = start + 4;
  else if (field.wire === 2) {
    const [length, from] = varint(bytes, start);
    field.start = from;
    field.end = from + length;
  } else throw new RangeError(`wire type ${field.wire} is unknown`);
  if (field.number === 0 || field.end > limit)
    throw new RangeError('a field is longer than its message');
  return field;
}

/** The fields of a message in memory (https://protobuf.dev/programming-guides/encoding). */
export function* protoFields(bytes: Uint8Array): Generator<ProtoField, void, void> {
  for (let at = 0; at < bytes.length;) {
    const field = fieldAt(bytes, at, bytes.length);
    yield field;
    at = field.end;
  }
}

/**
 * A protobuf file that is read in windows. Payloads that the caller does not read are never in memory. `fields`
 * throws a `RangeError` if the file is not protobuf.
 */
export class ProtoFile {
  readonly #blob: Blob;
  readonly #windowBytes: number;
  #window = new Uint8Array(0);
  #windowStart = 0;

  constructor(blob: Blob, windowBytes = 2 ** 16) {
    this.#blob = blob;
    this.#windowBytes = windowBytes;
  }

  /** Size of the file, bytes. */
  get size(): number {
    return this.#blob.size;
  }

  /** A copy of some bytes of the file. */
  async bytes(start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
    if (start < this.#windowStart || end > this.#windowStart + this.#window.length) {
      const until = Math.max(end, Math.min(start + this.#windowBytes, this.size));
      this.#window = new Uint8Array(await this.#blob.slice(start, until).arrayBuffer());
      this.#windowStart = start;
    }
    return this.#window.slice(start - this.#windowStart, end - this.#windowStart);
  }

  /**
   * The fields of the message between two offsets of the file. `start` and `end` of the fields count from the
   * beginning of the file.
   */
  async *fields(start = 0, end = this.size): AsyncGenerator<ProtoField, void, void> {
    for (let at = start; at < end;) {
      const header = await this.bytes(at, Math.min(at + MAX_HEADER, end));
      const field = fieldAt(header, 0, end - at);
      field.start += at;
      field.end += at;
      yield field;
      at = field.end;
    }
  }
}
