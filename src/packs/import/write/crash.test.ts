import { expect, test } from 'vitest';
import { gslrmTensors } from '../../../families/gslrm/graph.ts';
import { CrashFolder, Crash } from './crash-folder.ts';
import { asImportFiles, GSLRM, weightFile } from '../../../test/example-checkpoint.ts';
import { CHOICES, DONOR } from '../../../test/example-import.ts';
import { MemoryFolder } from '../../../test/memory-folder.ts';
import { openPack } from '../../load.ts';
import type { PackManifest } from '../../manifest.ts';
import { planImport, type ImportPlan } from '../plan.ts';
import { survey } from '../survey.ts';
import { isTornJournal, readJournal } from './journal.ts';
import { layOut } from './layout.ts';
import { markDamaged } from './record.ts';
import { runImport } from './run.ts';
import { settle } from './settle.ts';

type Files = Map<string, Uint8Array<ArrayBuffer>>;

/** An import of several small shards. @param last value of the last weight: other packs have other weights */
async function planOf(last: number): Promise<ImportPlan> {
  const list = gslrmTensors({ ...GSLRM, d: 16, d_head: 16, layers: 1 });
  const bytes = weightFile(list);
  new DataView(bytes.buffer).setFloat32(bytes.length - 4, last, true);
  const found = await survey(asImportFiles({ 'gslrm.safetensors': bytes }));
  const plan = planImport(found, CHOICES, DONOR);
  const sources = found.networks.reconstructor?.checkpoint.sources ?? [];
  const shards = layOut('gslrm', list, sources, 'F16', 30_000);
  const files = shards.map(({ name }) => name);
  const reconstruct = { ...plan.manifest.stages.reconstruct, files };
  return { ...plan, shards, manifest: { ...plan.manifest, stages: { reconstruct } } };
}

const first = await planOf(0.25);
const second = await planOf(0.5);

/** The folder after an import without a crash. */
async function folderOf(plan: ImportPlan): Promise<Files> {
  const folder = new CrashFolder();
  await runImport(plan, folder);
  return folder.files;
}

const hashes = ({ files }: PackManifest) => files.map(({ sha256 }) => sha256).join();

/** The hashes of the pack in a folder, after every file was read and hashed. Null if there is no pack.json. */
async function packIn(files: Files): Promise<string | null> {
  if (!files.has('pack.json')) return null;
  const folder = new MemoryFolder();
  for (const [name, bytes] of files) folder.files.set(name, bytes);
  return hashes((await openPack(folder)).manifest);
}

/** An import into a folder with these files, until it crashes. */
async function crashed(files: Files, plan: ImportPlan, operations: number, copies: boolean) {
  const folder = new CrashFolder(new Map(files), { operations, copies });
  await expect(runImport(plan, folder)).rejects.toBeInstanceOf(Crash);
  return folder.files;
}

async function operationsOf(files: Files, plan: ImportPlan, copies: boolean): Promise<number> {
  const folder = new CrashFolder(new Map(files), { copies });
  await runImport(plan, folder);
  return folder.operations;
}

/** Names of the files that an import opens for writing. */
async function rewritten(files: Files, plan: ImportPlan) {
  const folder = new MemoryFolder();
  for (const [name, bytes] of files) folder.files.set(name, bytes);
  await runImport(plan, folder);
  return { created: folder.created, files: folder.files };
}

const damagedFile = 'gslrm-00002-of-00003.safetensors';

/** The first pack, with one file whose bytes are wrong and were noticed. */
async function damagedFolder(): Promise<Files> {
  const files = await folderOf(first);
  const name = [...files.keys()].find((each) => each.startsWith(damagedFile.slice(0, 11))) ?? '';
  const bytes = files.get(name)?.slice() ?? new Uint8Array(0);
  bytes[bytes.length - 1] ^= 1;
  files.set(name, bytes);
  const folder = new CrashFolder(files);
  expect(await markDamaged(folder, [name])).toBe(true);
  return folder.files;
}

const states: [string, () => Promise<Files>, ImportPlan][] = [
  ['an empty folder', async () => new Map(), second],
  ['a folder with another pack', () => folderOf(first), second],
  ['a folder with the same pack, one file of it damaged', damagedFolder, first],
];

for (const copies of [false, true])
  for (const [state, before, plan] of states)
    test(`${state}: a kill after any operation leaves the old or the new pack, and the next try ends${copies ? ' (without rename)' : ''}`, async () => {
      const files = await before();
      const damaged = state.includes('damaged');
      const old = damaged ? null : await packIn(files);
      const whole = await packIn(await folderOf(plan));
      const count = await operationsOf(files, plan, copies);
      expect(count).toBeGreaterThan(damaged ? 15 : 30);
      const seen = new Set<string | null>();
      for (let operations = 0; operations < count; operations += 1) {
        const left = await crashed(files, plan, operations, copies);
        // Where files can be renamed, pack.json is right even before anything is brought into order.
        if (!copies && !damaged) expect([old, whole]).toContain(await packIn(left));
        const journal = await readJournal(new CrashFolder(new Map(left)));
        const settled = new CrashFolder(new Map(left));
        const standing = await settle(settled);
        if (!damaged) {
          expect([old, whole]).toContain(standing && hashes(standing));
          expect(await packIn(settled.files)).toBe(standing && hashes(standing));
        }
        seen.add(standing && hashes(standing));

        const next = await rewritten(settled.files, plan);
        expect(await packIn(next.files)).toBe(whole);
        const listed = JSON.parse(new TextDecoder().decode(next.files.get('pack.json'))).files;
        const names = listed.map(({ name }: { name: string }) => name);
        expect([...next.files.keys()].toSorted()).toEqual(
          [...names, 'pack.json', 'record.json'].toSorted(),
        );
        // What the journal lists is not written again.
        for (const { name } of journal?.done ?? []) expect(next.created).not.toContain(name);
      }
      if (!damaged) expect(seen).toEqual(new Set([old, whole]));
    });

test('a kill in the try after a kill leaves the old or the new pack, and another import ends too', async () => {
  const files = await folderOf(first);
  const [old, whole] = [await packIn(files), await packIn(await folderOf(second))];
  const count = await operationsOf(files, second, false);
  for (let operations = 0; operations < count; operations += 5) {
    const once = await crashed(files, second, operations, false);
    const rest = await operationsOf(once, second, false);
    for (const part of [0.2, 0.5, 0.8]) {
      const twice = await crashed(once, second, Math.floor(part * rest), false);
      expect([old, whole]).toContain(await packIn(twice));
      expect(await packIn((await rewritten(twice, first)).files)).toBe(old);
    }
  }
});

test('a first journal that is torn is all that its kill leaves', async () => {
  for (const operations of [1, 2]) {
    const left = await crashed(new Map(), second, operations, false);
    expect(await isTornJournal(new CrashFolder(new Map(left)), left.keys())).toBe(true);
  }
  const later = await crashed(new Map(), second, 9, false);
  expect(await isTornJournal(new CrashFolder(new Map(later)), later.keys())).toBe(false);
});

test('a torn pack.json is written again from the record, whatever is left of it', async () => {
  const files = await folderOf(first);
  const json = files.get('pack.json') ?? new Uint8Array(0);
  for (let length = 0; length < json.length; length += 101) {
    const folder = new CrashFolder(new Map(files));
    folder.files.set('pack.json', json.slice(0, length));
    await settle(folder);
    expect(await packIn(folder.files)).toBe(await packIn(files));
  }
});

test('a torn journal does not lose finished files: the one before it is beside it', async () => {
  const count = await operationsOf(new Map(), second, true);
  let torn = 0;
  for (let operations = 0; operations < count; operations += 1) {
    const left = await crashed(new Map(), second, operations, true);
    const journal = left.get('import.json');
    if (!journal || !left.has('import.json.new')) continue;
    torn += 1;
    expect(await readJournal(new CrashFolder(left))).not.toBeNull();
  }
  expect(torn).toBeGreaterThan(5);
});

test('a damaged journal does not lose finished files either: there is a copy', async () => {
  const count = await operationsOf(new Map(), second, false);
  const left = await crashed(new Map(), second, count - 8, false);
  const journal = await readJournal(new CrashFolder(new Map(left)));
  expect(journal?.done.length).toBeGreaterThan(1);
  const whole = left.get('import.json') ?? new Uint8Array(0);
  for (let length = 0; length < whole.length; length += 101) {
    left.set('import.json', whole.slice(0, length));
    const next = await rewritten(left, second);
    for (const { name } of journal?.done ?? []) expect(next.created).not.toContain(name);
    expect(await packIn(next.files)).toBe(await packIn(await folderOf(second)));
  }
});

test('a full disk keeps the finished files, and the next try continues', async () => {
  const folder = new CrashFolder(new Map(), { capacity: 45_000 });
  await expect(runImport(second, folder)).rejects.toMatchObject({
    code: 'storage-filled',
    values: { kept: expect.stringContaining(' kB'), total: expect.stringContaining(' kB') },
  });
  const kept = [...folder.files.keys()].filter((name) => name.endsWith('.safetensors'));
  expect(kept.length).toBeGreaterThan(0);
  const next = await rewritten(folder.files, second);
  for (const name of kept) expect(next.created).not.toContain(name);
  expect(await packIn(next.files)).toBe(await packIn(await folderOf(second)));
});
