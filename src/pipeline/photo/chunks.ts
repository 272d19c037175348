import { typeAt, viewOf } from './size.ts';

/** A chunk of a PNG or RIFF file. */
export interface Chunk {
  type: string;
  /** Its content. It is shorter than stated if the file ends within it. */
  content: Uint8Array;
}

/** The chunks of a PNG file, in their order. They are not checked. */
export function* pngChunks(bytes: Uint8Array): Generator<Chunk> {
  const view = viewOf(bytes);
  for (let at = 8; at + 12 <= bytes.length;) {
    const length = view.getUint32(at);
    yield { type: typeAt(bytes, at + 4), content: bytes.subarray(at + 8, at + 8 + length) };
    at += 12 + length;
  }
}

/** The chunks of a RIFF file (WebP), in their order. They are not checked. */
export function* riffChunks(bytes: Uint8Array): Generator<Chunk> {
  const view = viewOf(bytes);
  for (let at = 12; at + 8 <= bytes.length;) {
    const length = view.getUint32(at + 4, true);
    yield { type: typeAt(bytes, at), content: bytes.subarray(at + 8, at + 8 + length) };
    at += 8 + length + (length % 2);
  }
}
