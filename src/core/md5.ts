import { createMD5 } from 'hash-wasm';

/**
 * MD5 of a file in lower-case hex. 4 MiB of the file are in memory at a time. MD5 is not secure against forgery. Here it
 * only identifies files with a published MD5. Web Crypto has no MD5.
 * @param onPiece called before each piece
 * @throws the signal's reason if `signal` is aborted
 */
export async function md5OfBlob(
  blob: Blob,
  signal?: AbortSignal,
  onPiece?: () => void,
): Promise<string> {
  const md5 = await createMD5();
  const pieceBytes = 4 * 2 ** 20;
  for (let at = 0; at < blob.size; at += pieceBytes) {
    signal?.throwIfAborted();
    onPiece?.();
    md5.update(new Uint8Array(await blob.slice(at, at + pieceBytes).arrayBuffer()));
  }
  return md5.digest();
}
