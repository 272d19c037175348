import { createSHA256 } from 'hash-wasm';
import type { ImportPlan } from '../plan.ts';

/** Bytes that are read at the start, in the middle and at the end of every source file. */
const SAMPLE_BYTES = 2 ** 16;

/**
 * Identifies an import. An interrupted import can be continued if the new one has the same fingerprint. It is a SHA-256
 * in hex. It covers the names and sizes of the weight shards to be written, and their headers. It also covers the sizes
 * of their source files and samples of their bytes. Samples are enough: if a checkpoint was trained further since the
 * interruption, its weights have changed everywhere. One file can contain several models of the same shapes, so the
 * positions of the tensors in their files are covered, too.
 */
export async function fingerprintOf({ shards, copies }: ImportPlan): Promise<string> {
  const hash = await createSHA256();
  hash.update(JSON.stringify(shards.map(({ name, bytes }) => [name, bytes])));
  for (const { header, tensors } of shards) {
    hash.update(header);
    hash.update(JSON.stringify(tensors.map(({ entry }) => entry.offset)));
  }
  const sources = [
    ...shards.flatMap(({ tensors }) => tensors.map(({ blob }) => blob)),
    ...copies.map(({ blob }) => blob),
  ];
  for (const blob of new Set(sources)) {
    const last = Math.max(0, blob.size - SAMPLE_BYTES);
    hash.update(`${blob.size}`);
    for (const at of [0, Math.floor(last / 2), last])
      hash.update(new Uint8Array(await blob.slice(at, at + SAMPLE_BYTES).arrayBuffer()));
  }
  return hash.digest('hex');
}
