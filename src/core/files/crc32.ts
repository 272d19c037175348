const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
  return crc;
});

/**
 * The CRC-32 of ZIP and PNG (polynomial 0x04c11db7, reflected), 0…2³²−1.
 * @param before the CRC of the bytes before these, so that a file can be read in pieces
 */
export function crc32(bytes: Uint8Array, before = 0): number {
  let crc = ~before;
  for (let i = 0; i < bytes.length; i++) crc = TABLE[(crc ^ bytes[i]) & 255] ^ (crc >>> 8);
  return ~crc >>> 0;
}

/** Bytes of a blob that are in memory at the same time. */
const PIECE_BYTES = 8 * 2 ** 20;

/** The bytes of a blob, one piece after the other. */
export async function* piecesOf(blob: Blob): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for (let at = 0; at < blob.size; at += PIECE_BYTES)
    yield new Uint8Array(await blob.slice(at, at + PIECE_BYTES).arrayBuffer());
}

/** The CRC-32 of a blob. It is read in pieces. */
export async function crcOf(blob: Blob): Promise<number> {
  let crc = 0;
  for await (const piece of piecesOf(blob)) crc = crc32(piece, crc);
  return crc;
}
