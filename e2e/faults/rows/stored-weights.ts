import { judge, type Hit } from '../stand/disturb.ts';
import { SMALL_PACK } from '../stand/small-pack.ts';
import { PHOTO, type Stand } from '../stand/stand.ts';
import type { Visit } from '../stand/visit.ts';
import type { Attempt, FaultRow } from '../types.ts';
import { FRESH, WEIGHTS } from './downloads.ts';

/** What happens to one stored file. Bytes are counted from the start of the file. */
type Damage = { kind: 'flip'; at: number } | { kind: 'cut'; at: number };

/**
 * Damages a file in the browser's storage, as a failing disk does. Returns a function that repairs it.
 * @param folder folder in the storage
 * @param find part of the file's name
 */
async function damage(visit: Visit, folder: string[], find: string, what: Damage): Promise<Hit> {
  const size = await visit.page.evaluate(
    async ({ folder, find, what }) => {
      let handle = await navigator.storage.getDirectory();
      for (const name of folder) handle = await handle.getDirectoryHandle(name);
      for await (const [name, entry] of handle.entries()) {
        if (!name.includes(find) || !(entry instanceof FileSystemFileHandle)) continue;
        const bytes = new Uint8Array(await (await entry.getFile()).arrayBuffer());
        const at = Math.floor(what.at * bytes.length);
        if (what.kind === 'flip') bytes[at] ^= 1;
        const writable = await entry.createWritable();
        await writable.write(what.kind === 'flip' ? bytes : bytes.subarray(0, at));
        await writable.close();
        return bytes.length;
      }
      return null;
    },
    { folder, find, what },
  );
  if (size === null) throw new Error(`The browser has stored no file with “${find}” in its name.`);
  return {
    atMs: Date.now(),
    note: `${find.slice(0, 20)}, ${what.kind} at byte ${Math.floor(what.at * size)}`,
  };
}

const sha256Of = ({ server }: Stand, name: string): string => {
  const manifest = JSON.parse(server.read(`models/${SMALL_PACK}/pack.json`).toString()) as {
    files: { name: string; sha256: string }[];
  };
  const file = manifest.files.find((each) => each.name === name);
  if (!file) throw new Error(`The small pack has no file ${name}.`);
  return file.sha256;
};

const randomFile = ({ random }: Stand) => WEIGHTS[Math.floor(random() * WEIGHTS.length)];

/** A kept file is damaged between two visits. Only this file may be fetched. */
async function keptDamaged(stand: Stand, kind: Damage['kind']): Promise<Attempt> {
  const reference = await stand.reference(FRESH);
  const context = await stand.context(true);
  const open = async () => stand.visitIn(context, FRESH);
  const first = await open();
  await first.choose(PHOTO);
  if (!(await first.ended()) || first.state !== 'done') throw new Error('The first run failed.');
  const name = randomFile(stand);
  const hit = await damage(first, ['downloads'], sha256Of(stand, name), {
    kind,
    at: stand.random(),
  });
  await first.page.close();
  stand.server.asked.length = 0;
  // Nobody can see the damage before the next visit.
  const seen = { ...hit, atMs: Date.now() };
  const visit = await open();
  await visit.choose(PHOTO);
  const found = await judge(stand, visit, { hit: seen, reference, says: /Fetched again/ });
  const fetched = stand.server.asked.filter(({ path }) => path.endsWith('.safetensors'));
  if (fetched.some(({ path }) => !path.endsWith(name)))
    return { ...found, verdict: 'lost', note: `${hit.note}; other files were fetched, too` };
  return { ...found, note: `${name}, ${hit.note}` };
}

/** Puts the small pack into the browser's storage, as an import leaves it. */
const store = (visit: Visit) =>
  visit.page.evaluate(
    async ({ pack, files }) => {
      const root = await navigator.storage.getDirectory();
      const packs = await root.getDirectoryHandle('packs', { create: true });
      const folder = await packs.getDirectoryHandle(pack, { create: true });
      for (const name of files) {
        const response = await fetch(`models/${pack}/${name}`);
        const handle = await folder.getFileHandle(name, { create: true });
        const writable = await handle.createWritable();
        await writable.write(await response.blob());
        await writable.close();
      }
    },
    { pack: SMALL_PACK, files: [...WEIGHTS, 'pack.json'] },
  );

/** A file of an imported pack is damaged. The person puts the file there again. */
async function importedDamaged(stand: Stand, kind: Damage['kind']): Promise<Attempt> {
  const reference = await stand.reference(FRESH);
  const context = await stand.context(true);
  const first = await stand.visitIn(context, FRESH);
  await store(first);
  await first.page.close();
  const visit = await stand.visitIn(context, FRESH);
  const name = randomFile(stand);
  const hit = await damage(visit, ['packs', SMALL_PACK], name, { kind, at: stand.random() });
  await visit.choose(PHOTO);
  const next = async () => {
    await store(visit);
    await visit.press('Run again');
  };
  const says = new RegExp(`${name.replace('.', '\\.')} of the imported pack`);
  return judge(stand, visit, { hit, reference, says, next });
}

export const storedWeightRows: FaultRow[] = [
  {
    id: 'kept-flip',
    what: 'A bit of a kept weight file is flipped between two visits',
    how: 'A random bit of a random file in the browser’s storage is flipped.',
    expected: 'The page says it, fetches this file alone, and finishes.',
    passes: ['healed'],
    attempt: (stand) => keptDamaged(stand, 'flip'),
  },
  {
    id: 'kept-cut',
    what: 'A kept weight file is too short at the next visit',
    how: 'A random file in the browser’s storage loses its end.',
    expected: 'The page fetches the rest of this file alone, and finishes.',
    passes: ['healed', 'unharmed'],
    tries: 10,
    attempt: (stand) => keptDamaged(stand, 'cut'),
  },
  {
    id: 'imported-flip',
    what: 'A bit of an imported weight file is flipped',
    how: 'A random bit of a random file of a pack in the browser’s storage is flipped.',
    expected: 'The page names the file. When it is written again, “Run again” finishes.',
    passes: ['said'],
    attempt: (stand) => importedDamaged(stand, 'flip'),
  },
  {
    id: 'imported-cut',
    what: 'An imported weight file is too short',
    how: 'A random file of a pack in the browser’s storage loses its end.',
    expected: 'The page names the file. When it is written again, “Run again” finishes.',
    passes: ['said'],
    tries: 10,
    attempt: (stand) => importedDamaged(stand, 'cut'),
  },
];
