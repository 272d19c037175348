import type { TensorList } from '../graphs/weights.ts';
import { asImportFiles, type Contents } from './example-checkpoint.ts';
import { planImport, type MattingDonor } from '../packs/import/plan.ts';
import { runImport } from '../packs/import/write/run.ts';
import { survey } from '../packs/import/survey.ts';
import { openPack } from '../packs/load.ts';
import type { StageContext } from '../pipeline/context.ts';
import type { SessionPool } from '../inference/session-pool.ts';
import { planMemory } from '../pipeline/memory-plan.ts';
import { MemoryFolder } from './memory-folder.ts';
import { poisonedFiles, type Poison } from './damage/poison.ts';
import { seededWeight } from './seeded.ts';
import { writeSafetensors, type PlainTensor } from './write-safetensors.ts';

/** A safetensors file with the values that models/parity/seeded.py gives a module with these tensors. */
export const seededFile = (list: TensorList): Uint8Array<ArrayBuffer> => {
  const tensors = new Map<string, PlainTensor>();
  for (const [name, shape] of list) tensors.set(name, { shape, data: seededWeight(name, shape) });
  return writeSafetensors(tensors);
};

const DONOR: MattingDonor = {
  stage: { kind: 'unet', files: ['m'], config: { size: 64, channels: [8], groups: 4 } },
  files: new Map([['m', new Blob(['abc'])]]),
};

/**
 * Imports the files of a checkpoint. Returns a stage context with the imported pack.
 * @param poison damages a weight after the import
 * @param type how the weights are stored
 */
export async function importedContext(
  contents: Contents,
  sessions: SessionPool,
  { poison, type = 'F32' }: { poison?: Poison; type?: 'F32' | 'F16' } = {},
): Promise<StageContext> {
  const folder = new MemoryFolder();
  const choices = { id: 'tiny', title: { en: 'Tiny', ko: '작은' }, type };
  const plan = planImport(await survey(asImportFiles(contents)), choices, DONOR);
  await runImport(plan, folder);
  if (poison) {
    const read = (name: string) => folder.files.get(name) ?? new Uint8Array();
    for (const [name, bytes] of await poisonedFiles(read, poison)) folder.files.set(name, bytes);
  }
  const pack = await openPack(folder);
  return {
    pack,
    runtime: { sessions } as StageContext['runtime'],
    memory: await planMemory(pack, await sessions.limits(), { guided: true }),
    signal: new AbortController().signal,
    progress: () => undefined,
    stageMs: {},
    partial: {},
    shown: [],
  };
}
