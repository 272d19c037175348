import { createSHA256 } from 'hash-wasm';
import type { ImportPlan } from '../plan.ts';

/** Bytes that are read at the start, in the middle and at the end of every source file. */
const SAMPLE_BYTES = 2 ** 16;

/**
 * Identifies an import, so that an interrupted one can continue. The hash (SHA-256, hex) covers the names, sizes and
 * headers of the files to be written, and samples of the files that they are made from. Samples are enough: a
 * checkpoint that was trained on in between has other weights everywhere.
 */
export async function fingerprintOf({ shards, copies }: ImportPlan): Promise<string> {
  const hash = await createSHA256();
  hash.update(JSON.stringify(shards.map(({ name, bytes }) => [name, bytes])));
  for (const { header } of shards) hash.update(header);
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
