import type { PickleErrors } from './rules.ts';

/** Limits in bytes. Numbers of arrays are in strings of bytes, which are not copied and have no limit. */
const MAX_TEXT_BYTES = 16 * 2 ** 20;
const MAX_LINE_BYTES = 512;
const MAX_LONG_BYTES = 64;

/**
 * Reads the bytes of a pickle from front to back.
 * The methods throw `damaged` of the errors if the pickle ends too early, or if a length is above its limit.
 */
export class PickleBytes {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #errors: PickleErrors;
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  #at = 0;

  constructor(bytes: Uint8Array, errors: PickleErrors) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#errors = errors;
  }

  /** Number of bytes that have not been read yet. */
  get left(): number {
    return this.#bytes.length - this.#at;
  }

  /** Advances by `count` bytes and returns the index of the first of them. */
  #advance(count: number): number {
    if (!(count <= this.left)) throw this.#errors.damaged('its pickle is cut off');
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

  /** The next `count` bytes, not copied. */
  bytes(count: number): Uint8Array {
    const start = this.#advance(count);
    return this.#bytes.subarray(start, start + count);
  }

  /** UTF-8 text of `count` bytes. */
  text(count: number): string {
    if (count > MAX_TEXT_BYTES)
      throw this.#errors.damaged(`its pickle claims a text of ${count} bytes`);
    try {
      return this.#decoder.decode(this.bytes(count));
    } catch (cause) {
      if (!(cause instanceof TypeError)) throw cause;
      throw this.#errors.damaged('its pickle contains a string that is not UTF-8', cause);
    }
  }

  /** Text up to the next line feed. The line feed is skipped. */
  line(): string {
    const length = this.#bytes.subarray(this.#at, this.#at + MAX_LINE_BYTES).indexOf(10);
    if (length < 0) throw this.#errors.damaged('its pickle has a line without an end');
    const text = this.text(length);
    this.#advance(1);
    return text;
  }

  /** An integer of `count` bytes, two's complement, little endian. The result is a bigint if a number would not be exact. */
  long(count: number): number | bigint {
    if (!(count >= 0 && count <= MAX_LONG_BYTES))
      throw this.#errors.damaged(`its pickle claims an integer of ${count} bytes`);
    const digits = this.bytes(count);
    let value = 0n;
    for (let i = count - 1; i >= 0; i--) value = (value << 8n) | BigInt(digits[i]);
    if (count > 0) value = BigInt.asIntN(8 * count, value);
    return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  }
}
