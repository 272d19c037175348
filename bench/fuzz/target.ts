import type { Random } from './random.ts';

export type Bytes = Uint8Array<ArrayBuffer>;

/** A parser of bytes from outside, as the fuzzer sees it. */
export interface Target {
  name: string;
  /** Files of src whose coverage counts, without `src/`. */
  parsers: readonly string[];
  /** Inputs from which the mutations start. */
  seeds(): Promise<readonly Bytes[]>;
  /** Inputs that are run once and not mutated, for example because they are large. */
  once?(): readonly Bytes[];
  /** A changed copy of `input`. `other` is another input of the corpus. */
  mutate(random: Random, input: Bytes, other: Bytes): Bytes;
  /** Reads the input. Throws or rejects with an AppError if the parser refuses it. Any other error is an offence. */
  run(input: Bytes): unknown;
  /** The most bytes of an input. */
  maxBytes: number;
  /** Executions at scale 1 of `run.mjs`. Slow parsers have fewer. */
  share: number;
}

const encoder = new TextEncoder();
export const utf8 = (text: string): Bytes => encoder.encode(text);
export const textOf = (bytes: Uint8Array): string => new TextDecoder('latin1').decode(bytes);

/** Bytes from text, of which each character is one byte. */
export const latin1 = (text: string): Bytes => Uint8Array.from(text, (c) => c.charCodeAt(0));

export const concat = (...parts: readonly ArrayLike<number>[]): Bytes => {
  const out = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
};

/** A number as little-endian bytes. */
export const little = (value: number, bytes: number): number[] =>
  Array.from({ length: bytes }, (_, i) => Math.floor(value / 2 ** (8 * i)) % 256);

/**
 * A Blob whose bytes are in the heap, as those of DiskBlob are on the disk. Node's own Blob answers from another
 * thread, which takes ten times as long as the parsers.
 */
export class BytesBlob extends Blob {
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    super();
    this.#bytes = bytes;
  }

  override get size(): number {
    return this.#bytes?.length ?? 0;
  }

  override slice = (start?: number, end?: number): Blob =>
    new BytesBlob(this.#bytes.subarray(start, end));

  override arrayBuffer = async (): Promise<ArrayBuffer> => new Uint8Array(this.#bytes).buffer;

  override text = async (): Promise<string> => new TextDecoder().decode(this.#bytes);

  override stream = (): ReadableStream<Bytes> =>
    new ReadableStream({
      start: (controller) => {
        controller.enqueue(new Uint8Array(this.#bytes));
        controller.close();
      },
    });
}
