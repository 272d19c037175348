import { invalidCheckpoint } from '../checkpoint-errors.ts';

/** No name or note of a checkpoint is longer; pickled arrays of numbers are. */
const MAX_STRING_BYTES = 16 * 2 ** 20;
const MAX_LINE_BYTES = 512;
const MAX_LONG_BYTES = 64;

/** The bytes of a pickle, read from front to back; reading beyond the end refuses the file. */
export class PickleBytes {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #file: string;
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  #at = 0;

  constructor(bytes: Uint8Array, file: string) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#file = file;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  /** Moves `count` bytes on and returns where they start. */
  #advance(count: number): number {
    if (!(count <= this.left)) throw invalidCheckpoint(this.#file, 'its pickle is cut off');
    const start = this.#at;
    this.#at += count;
    return start;
  }

  uint8 = (): number => this.#view.getUint8(this.#advance(1));
  uint16 = (): number => this.#view.getUint16(this.#advance(2), true);
  int32 = (): number => this.#view.getInt32(this.#advance(4), true);
  uint32 = (): number => this.#view.getUint32(this.#advance(4), true);
  float64 = (): number => this.#view.getFloat64(this.#advance(8), false);
  uint64 = (): number => Number(this.#view.getBigUint64(this.#advance(8), true));

  bytes(count: number): Uint8Array {
    if (count > MAX_STRING_BYTES)
      throw invalidCheckpoint(this.#file, `its pickle claims a string of ${count} bytes`);
    const start = this.#advance(count);
    return this.#bytes.subarray(start, start + count);
  }

  text(count: number): string {
    try {
      return this.#decoder.decode(this.bytes(count));
    } catch (cause) {
      if (!(cause instanceof TypeError)) throw cause;
      throw invalidCheckpoint(this.#file, 'its pickle holds a string that is not UTF-8', cause);
    }
  }

  /** Up to the next line feed, which is consumed and not returned. */
  line(): string {
    const length = this.#bytes.subarray(this.#at, this.#at + MAX_LINE_BYTES).indexOf(10);
    if (length < 0) throw invalidCheckpoint(this.#file, 'its pickle has a line without an end');
    const text = this.text(length);
    this.#advance(1);
    return text;
  }

  /** Two's complement, little endian, of `count` bytes; a number where it is exact. */
  long(count: number): number | bigint {
    if (!(count >= 0 && count <= MAX_LONG_BYTES))
      throw invalidCheckpoint(this.#file, `its pickle claims an integer of ${count} bytes`);
    const digits = this.bytes(count);
    let value = 0n;
    for (let i = count - 1; i >= 0; i--) value = (value << 8n) | BigInt(digits[i]);
    if (count > 0) value = BigInt.asIntN(8 * count, value);
    return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  }
}
