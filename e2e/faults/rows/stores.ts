import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { gslrmTensors } from '../../../src/families/gslrm/graph.ts';
import { exampleFiles, GSLRM, weightFile } from '../../../src/test/example-checkpoint.ts';
import {
  acceptTerms,
  dropFromDisk,
  GSLRM_FILE,
  importButton,
  openSettings,
  panel,
  packs,
  writeToDisk,
} from '../../import-support.ts';
import { OwnChromium } from '../stand/own-chromium.ts';
import type { Stand } from '../stand/stand.ts';
import { packFault, storedFiles, storedJson, tearFile } from '../stand/stored-files.ts';
import { Visit } from '../stand/visit.ts';
import { SAID_WITHIN_MS, type Attempt, type FaultRow } from '../types.ts';

/** Changes in the browser's storage that an undisturbed import makes. */
const CHANGES = 64;

/** Those of them that follow the last weight file. */
const LAST_CHANGES = 10;

/** The pack of these imports. */
const PACK = 'tiny';

/** A folder on disk with a model, for one try. @param large whether the pack has 60 MB instead of 3 */
async function withModel(
  large: boolean,
  use: (folder: string, root: string) => Promise<Attempt>,
): Promise<Attempt> {
  const root = mkdtempSync(path.join(tmpdir(), 'faults-store-'));
  const gslrm = large ? { ...GSLRM, d: 512, layers: 8 } : GSLRM;
  const files = { ...exampleFiles(), [GSLRM_FILE]: weightFile(gslrmTensors(gslrm)) };
  try {
    return await use(writeToDisk(path.join(root, PACK), files), root);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** Drops the folder, and starts the import as soon as the panel allows. */
async function importFolder(page: Page, folder: string): Promise<void> {
  await dropFromDisk(page, folder);
  await acceptTerms(page).check({ timeout: 0 });
  await importButton(page).click({ timeout: 0 });
}

const IMPORTED = /is imported/;
const imported = (visit: Visit, sinceMs: number) =>
  visit.until(() => visit.wordsSince(sinceMs, IMPORTED) !== undefined);

/** Imports the folder again, and looks at the pack. Files that the journal listed must not be written again. */
async function finishes(visit: Visit, folder: string, hit: { atMs: number; note: string }) {
  const { page } = visit;
  const before = await storedFiles(page);
  const journal = (await storedJson(page, PACK, 'import.json')) as {
    done?: { name: string }[];
  } | null;
  const done = journal?.done?.map(({ name }) => name) ?? [];
  const fault = (note: string): Attempt => ({ verdict: 'lost', note: `${hit.note}; ${note}` });
  if (before[`${PACK}/pack.json`] && !journal) {
    const wrong = await packFault(page, PACK);
    if (wrong) return fault(`after the kill: ${wrong}`);
  }
  const sinceMs = Date.now();
  await importFolder(page, folder);
  if (!(await imported(visit, sinceMs))) return fault('the next import did not finish');
  const after = await storedFiles(page);
  const rewritten = done.filter(
    (name) => before[`${PACK}/${name}`]?.changedMs !== after[`${PACK}/${name}`]?.changedMs,
  );
  if (rewritten.length > 0) return fault(`${rewritten.join(', ')} was written again`);
  const wrong = await packFault(page, PACK);
  const attempt: Attempt = {
    verdict: 'unharmed',
    doneMs: Date.now() - hit.atMs,
    note: `${hit.note}; ${done.length} files kept`,
  };
  return wrong ? fault(wrong) : attempt;
}

/** The import worker stops before one change of the storage, and all of Chromium is killed there. */
const killed = (stand: Stand): Promise<Attempt> =>
  withModel(false, async (folder, root) => {
    // Every fourth kill is at the end, where the record and pack.json are written.
    const span = stand.random() < 0.25 ? LAST_CHANGES : CHANGES;
    const killAt = CHANGES - Math.floor(stand.random() * span);
    const [script] = stand.server.assets(/\/import\.worker-.*\.js$/);
    const change = (name: string, text: string) =>
      stand.server.change(`assets/${name}`, Buffer.from(text));
    change('faults-store.js', readFileSync('e2e/faults/stand/store-ops.js', 'utf8'));
    change('faults-kill-at.json', String(killAt));
    const plain = stand.server.read(script).toString();
    const repair = stand.server.change(script, Buffer.from(`import './faults-store.js';${plain}`));
    const profile = path.join(root, 'profile');
    const open = async () => {
      const own = await OwnChromium.start(profile);
      const page = await own.browser.contexts()[0].newPage();
      const address = stand.address({ backend: 'wasm' });
      return { own, visit: await Visit.open(page, own.browser, address) };
    };
    const first = await open();
    try {
      const fired = stand.server.nextFired();
      const done = importFolder(first.visit.page, folder)
        .then(() => imported(first.visit, Date.now()))
        .then(() => null);
      done.catch(() => undefined); // The page is killed.
      const hit = await Promise.race([fired, done]);
      if (!hit) throw new Error(`The import has fewer than ${killAt} changes.`);
      await first.own.kill();
      repair();
      // The browser may have kept the changed script.
      change('faults-kill-at.json', '0');
      const second = await open();
      try {
        const note = `change ${killAt}: ${hit.stage}`;
        return await finishes(second.visit, folder, { atMs: hit.atMs, note });
      } finally {
        await second.own.kill();
      }
    } finally {
      await first.own.kill();
    }
  });

/** The browser's storage takes only so many bytes. Then the limit is lifted. */
const full = (stand: Stand, quotaBytes: number): Promise<Attempt> =>
  withModel(true, async (folder) => {
    const visit = await stand.visit({ backend: 'wasm', fresh: true });
    const { page } = visit;
    const session = await page.context().newCDPSession(page);
    const origin = new URL(stand.server.url).origin;
    await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: quotaBytes });
    const startMs = Date.now();
    await importFolder(page, folder);
    const says = /not enough space for (?:the rest of )?this pack/;
    if (!(await visit.until(() => visit.wordsSince(startMs, says) !== undefined)))
      return { verdict: 'hung' };
    const words = visit.wordsSince(startMs, says);
    const journal = (await storedJson(page, PACK, 'import.json')) as { done?: object[] } | null;
    const kept = journal?.done?.length ?? 0;
    await session.send('Storage.overrideQuotaForOrigin', { origin });
    const hit = { atMs: words?.atMs ?? startMs, note: `${kept} files kept` };
    await page.keyboard.press('Escape');
    await panel(page).waitFor({ state: 'detached', timeout: 0 });
    const end = await finishes(visit, folder, hit);
    return { ...end, words: words?.text, verdict: end.verdict === 'unharmed' ? 'said' : 'lost' };
  });

/** Two tabs import the same files. One of them is told that the other one does. */
const twoTabs = (stand: Stand): Promise<Attempt> =>
  withModel(true, async (folder) => {
    const context = await stand.context(true);
    const visits = [
      await stand.visitIn(context, { backend: 'wasm' }),
      await stand.visitIn(context, { backend: 'wasm' }),
    ];
    for (const { page } of visits) {
      await dropFromDisk(page, folder);
      await acceptTerms(page).check({ timeout: 0 });
    }
    const startMs = Date.now();
    await importButton(visits[0].page).click({ timeout: 0 });
    const pressedMs = Date.now();
    await importButton(visits[1].page).click({ timeout: 0 });
    const says = /is in use/;
    const ended = visits.map((visit) =>
      visit.until(() => visit.wordsSince(startMs, /is imported|is in use/) !== undefined),
    );
    if (!(await Promise.all(ended)).every(Boolean)) return { verdict: 'hung' };
    const told = visits.map((visit) => visit.wordsSince(startMs, says)).find(Boolean);
    const wrong = await packFault(visits[0].page, PACK);
    if (wrong) return { verdict: 'lost', note: wrong };
    if (!told) return { verdict: 'unharmed', note: 'one import after the other' };
    const saidMs = Math.max(0, told.atMs - pressedMs);
    return { verdict: saidMs <= SAID_WITHIN_MS ? 'said' : 'late', saidMs, words: told.text };
  });

/** A look at files computes for ever. @param stop whether a person stops it; else the page does after 20 seconds */
const hangs = (stand: Stand, stop: boolean): Promise<Attempt> =>
  withModel(false, async (folder) => {
    stand.server.order({ worker: 'import', action: 'loop', stage: 'survey', delayMs: 0 });
    const visit = await stand.visit({ backend: 'wasm', fresh: true });
    const { page } = visit;
    const fired = stand.server.nextFired();
    await dropFromDisk(page, folder);
    const { atMs, stage } = await fired;
    const says = /made no progress/;
    if (stop) {
      await page.waitForTimeout(3000 * stand.random());
      await panel(page).getByRole('button', { name: 'Stop', exact: true }).click();
    } else {
      // A worker that computes for ever keeps the processor busy until the page ends it.
      await panel(page).getByText(says).first().waitFor({ timeout: 0 });
    }
    const saidMs = (visit.wordsSince(atMs, says)?.atMs ?? Date.now()) - atMs;
    const end = await finishes(visit, folder, { atMs, note: stage });
    if (end.verdict !== 'unharmed') return end;
    if (stop) return end;
    return { ...end, saidMs, verdict: saidMs <= SAID_WITHIN_MS ? 'said' : 'late' };
  });

/** A JSON file of a complete pack is torn. The page opened anew must have the pack. */
const tornPack = (stand: Stand): Promise<Attempt> =>
  withModel(false, async (folder) => {
    const context = await stand.context(true);
    const first = await stand.visitIn(context, { backend: 'wasm' });
    await importFolder(first.page, folder);
    if (!(await imported(first, 0))) throw new Error('The import did not finish.');
    const kept = await tearFile(first.page, PACK, 'pack.json', stand.random());
    const hit = { atMs: Date.now(), note: `pack.json, ${kept} characters left` };
    await first.page.close();
    const { page } = await stand.visitIn(context, { backend: 'wasm' });
    await openSettings(page);
    await packs(page).getByRole('option', { name: PACK }).waitFor({ state: 'attached' });
    const wrong = await packFault(page, PACK);
    return wrong
      ? { verdict: 'lost', note: `${hit.note}; ${wrong}` }
      : { verdict: 'unharmed', note: hit.note, doneMs: Date.now() - hit.atMs };
  });

/** The journal of a stopped import is torn. The next import must go on where the first one stopped. */
const tornJournal = (stand: Stand): Promise<Attempt> =>
  withModel(true, async (folder) => {
    const context = await stand.context(true);
    const first = await stand.visitIn(context, { backend: 'wasm' });
    await importFolder(first.page, folder);
    const writes = (name: string) => () => first.wordsSince(0, new RegExp(name)) !== undefined;
    await panel(first.page).getByText('gslrm.safetensors').last().waitFor({ timeout: 0 });
    await panel(first.page).getByRole('button', { name: 'Cancel' }).click();
    await first.until(writes('Cancelled'));
    const journal = (await storedJson(first.page, PACK, 'import.json')) as {
      done?: { name: string }[];
    } | null;
    if (!journal?.done?.length) throw new Error('The import ended before it was stopped.');
    const before = await storedFiles(first.page);
    const left = await tearFile(first.page, PACK, 'import.json', 0.99 * stand.random());
    const hit = { atMs: Date.now(), note: `import.json, ${left} characters left` };
    await first.page.close();
    const visit = await stand.visitIn(context, { backend: 'wasm' });
    const end = await finishes(visit, folder, hit);
    const after = await storedFiles(visit.page);
    const again = journal.done.filter(
      ({ name }) => before[`${PACK}/${name}`].changedMs !== after[`${PACK}/${name}`]?.changedMs,
    );
    return again.length > 0
      ? { verdict: 'lost', note: `${hit.note}; ${again.length} files were written again` }
      : end;
  });

export const storeRows: FaultRow[] = [
  {
    id: 'import-look-stopped',
    what: 'A look at dropped files hangs, and the person presses “Stop”',
    how: 'The import worker computes for ever; up to three seconds later “Stop” is pressed.',
    expected: 'The same files, dropped again, are imported.',
    passes: ['unharmed'],
    tries: 10,
    attempt: (stand) => hangs(stand, true),
  },
  {
    id: 'import-look-hangs',
    what: 'A look at dropped files hangs',
    how: 'The import worker computes for ever.',
    expected:
      'The panel shows “Stop” all the time, and says after 20 seconds which file it was. The same files, dropped again, are imported.',
    passes: ['late'],
    tries: 5,
    attempt: (stand) => hangs(stand, false),
  },
  {
    id: 'import-browser-killed',
    what: 'The browser is killed in an import',
    how: 'SIGKILL of all of Chromium before a random change of the storage: a file opened, half written, renamed or removed.',
    expected: 'No half pack. The same files, dropped again, go on from the finished ones.',
    passes: ['unharmed'],
    attempt: killed,
  },
  ...[5, 50].map((megabytes): FaultRow => ({
    id: `import-quota-${megabytes}`,
    what: `The browser's storage has room for ${megabytes} MB`,
    how: 'The quota of the page is set to this size before an import of 60 MB.',
    expected: 'The panel says it with sizes. The finished files stay, and the next try goes on.',
    passes: ['said'],
    attempt: (stand) => full(stand, megabytes * 1e6),
  })),
  {
    id: 'import-two-tabs',
    what: 'Two tabs import the same files at the same time',
    how: 'Import is pressed in both.',
    expected: 'One says that the pack is in use. The pack is whole.',
    passes: ['said', 'unharmed'],
    attempt: twoTabs,
  },
  {
    id: 'import-torn-pack-json',
    what: 'pack.json of an imported pack is torn',
    how: 'Only its beginning is left, of random length.',
    expected: 'The page opened anew has the pack.',
    passes: ['unharmed'],
    attempt: tornPack,
  },
  {
    id: 'import-torn-journal',
    what: 'The journal of a stopped import is torn',
    how: 'Only its beginning is left, of random length.',
    expected: 'The same files, dropped again, go on from the finished ones.',
    passes: ['unharmed'],
    attempt: tornJournal,
  },
];
