import { openPack } from '../packs/load.ts';
import type { PackManifest } from '../packs/manifest.ts';
import type { StageContext } from '../pipeline/context.ts';

/**
 * A stage context with a pack that is made from a manifest.
 * @param runtime the parts of the runtime that the tested stages use
 * @param files weight files by name. All other files contain `abc`, as in the example manifest
 */
export async function stageContext(
  manifest: PackManifest,
  runtime: object,
  files: Readonly<Record<string, Uint8Array<ArrayBuffer>>> = {},
): Promise<StageContext> {
  const listed = manifest.files.map((file) => ({
    ...file,
    bytes: files[file.name]?.length ?? file.bytes,
  }));
  const json = JSON.stringify({ ...manifest, files: listed });
  const read = async (name: string) =>
    new Blob([name === 'pack.json' ? json : (files[name] ?? 'abc')]);
  return {
    pack: await openPack({ trusted: true, read }),
    runtime: runtime as StageContext['runtime'],
    memory: { networks: [], peakBytes: 0, split: false },
    signal: new AbortController().signal,
    progress: () => undefined,
    stageMs: {},
    partial: {},
    shown: [],
  };
}
