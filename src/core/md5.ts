/** Left rotations of the four rounds (RFC 1321, section 3.4). */
const SHIFTS = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];

/** The additive constants: ⌊2³²·|sin(i + 1)|⌋. */
const SINES = Int32Array.from({ length: 64 }, (_, i) =>
  Math.floor(2 ** 32 * Math.abs(Math.sin(i + 1))),
);

/**
 * MD5 of a stream of bytes (RFC 1321). MD5 is not secure against forgery. Here it only identifies files with
 * a published MD5. Web Crypto has no MD5.
 */
export class Md5 {
  readonly #state = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476);
  readonly #block = new Uint8Array(64);
  readonly #words = new Int32Array(16);
  #filled = 0;
  #bytes = 0;

  /** Adds bytes to the stream. */
  update(data: Uint8Array): this {
    this.#bytes += data.length;
    let at = 0;
    if (this.#filled > 0) {
      at = Math.min(64 - this.#filled, data.length);
      this.#block.set(data.subarray(0, at), this.#filled);
      this.#filled += at;
      if (this.#filled < 64) return this;
      this.#digest(this.#block, 0);
    }
    for (; at + 64 <= data.length; at += 64) this.#digest(data, at);
    this.#filled = data.length - at;
    this.#block.set(data.subarray(at));
    return this;
  }

  /** The digest in lower-case hex. Do not call `update` or `hex` afterwards. */
  hex(): string {
    const length = new DataView(new ArrayBuffer(8));
    length.setBigUint64(0, BigInt(this.#bytes) * 8n, true);
    const zeros = (119 - (this.#bytes % 64)) % 64;
    this.update(Uint8Array.of(0x80)).update(new Uint8Array(zeros));
    this.update(new Uint8Array(length.buffer));
    const bytes = new DataView(new ArrayBuffer(16));
    this.#state.forEach((word, i) => bytes.setInt32(4 * i, word, true));
    return Array.from(new Uint8Array(bytes.buffer), (byte) =>
      byte.toString(16).padStart(2, '0'),
    ).join('');
  }

  #digest(data: Uint8Array, at: number): void {
    const words = this.#words;
    for (let i = 0; i < 16; i++, at += 4)
      words[i] = data[at] | (data[at + 1] << 8) | (data[at + 2] << 16) | (data[at + 3] << 24);
    let a = this.#state[0];
    let b = this.#state[1];
    let c = this.#state[2];
    let d = this.#state[3];
    for (let i = 0; i < 64; i++) {
      const round = i >> 4;
      let mixed = c ^ (b | ~d);
      let word = (7 * i) & 15;
      if (round === 0) {
        mixed = (b & c) | (~b & d);
        word = i;
      } else if (round === 1) {
        mixed = (d & b) | (~d & c);
        word = (5 * i + 1) & 15;
      } else if (round === 2) {
        mixed = b ^ c ^ d;
        word = (3 * i + 5) & 15;
      }
      const sum = (a + mixed + SINES[i] + words[word]) | 0;
      const shift = SHIFTS[(round << 2) | (i & 3)];
      a = d;
      d = c;
      c = b;
      b = (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0;
    }
    this.#state[0] += a;
    this.#state[1] += b;
    this.#state[2] += c;
    this.#state[3] += d;
  }
}

/**
 * MD5 of a file in lower-case hex. 4 MiB of the file are in memory at a time.
 * @param onPiece called before each piece
 * @throws the signal's reason if `signal` is aborted
 */
export async function md5OfBlob(
  blob: Blob,
  signal?: AbortSignal,
  onPiece?: () => void,
): Promise<string> {
  const md5 = new Md5();
  const pieceBytes = 4 * 2 ** 20;
  for (let at = 0; at < blob.size; at += pieceBytes) {
    signal?.throwIfAborted();
    onPiece?.();
    md5.update(new Uint8Array(await blob.slice(at, at + pieceBytes).arrayBuffer()));
  }
  return md5.hex();
}
