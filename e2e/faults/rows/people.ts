import { readFileSync } from 'node:fs';
import { judge } from '../stand/disturb.ts';
import { PHOTO, type Reference, type Stand } from '../stand/stand.ts';
import type { Visit } from '../stand/visit.ts';
import type { Attempt, FaultRow } from '../types.ts';
import { WASM } from './stages.ts';

/** Words that would be wrong here: none of these rows is a fault. */
const NOTHING = /stopped|stuck|could not|went wrong/;

const PHOTOS = [
  PHOTO,
  'bench-albino.jpg',
  'cage-sniffing.jpg',
  'field-walking.jpg',
  'patchy-walking.jpg',
];

/** A person's cancel must end the run within this time, milliseconds. */
const CANCEL_MS = 1000;

/** Waits until a random moment of the run. Returns what the page does then. @throws Error if the run has ended */
async function randomMoment(stand: Stand, visit: Visit, { stageMs }: Reference): Promise<string> {
  const ends = [...stageMs.values()].map(({ atMs, durationMs }) => atMs + durationMs);
  await visit.page.waitForTimeout(0.8 * stand.random() * Math.max(...ends));
  if (visit.state === 'done') throw new Error('The run ended before the fault hit.');
  return visit.seen.at(-1)?.stage || visit.state;
}

export const peopleRows: FaultRow[] = [
  {
    id: 'ten-photos',
    what: 'Ten photos are chosen one after the other',
    how: 'At random moments, at most half a second apart.',
    expected: 'The last photo runs to the right result, in one worker.',
    passes: ['unharmed'],
    async attempt(stand) {
      const reference = await stand.reference(WASM);
      const visit = await stand.visit(WASM);
      const input = visit.page.getByLabel('Mouse photo');
      for (let n = 0; n < 9; n++) {
        const photo = PHOTOS[Math.floor(stand.random() * PHOTOS.length)];
        // Bytes, not a path: Chromium reports a path to the page later, perhaps after the next photo.
        const buffer = readFileSync(`public/samples/${photo}`);
        await input.setInputFiles({ name: photo, mimeType: 'image/jpeg', buffer });
        await visit.page.waitForTimeout(500 * stand.random());
      }
      const hit = { atMs: Date.now() };
      await visit.choose(WASM.photo);
      const attempt = await judge(stand, visit, { hit, reference, says: NOTHING });
      const workers = visit.page.workers().filter((each) => each.url().includes('pipeline'));
      return workers.length === 1
        ? attempt
        : { ...attempt, verdict: 'lost', note: `${workers.length} workers` };
    },
  },
  {
    id: 'cancel',
    what: 'A run is cancelled, and started again',
    how: 'Cancel at a random moment of the run.',
    expected: 'The page is ready within a second, and the next run gives the right result.',
    passes: ['unharmed'],
    async attempt(stand) {
      const reference = await stand.reference(WASM);
      const visit = await stand.visit(WASM);
      await visit.choose(WASM.photo);
      const at = await randomMoment(stand, visit, reference);
      const since = visit.seen.length;
      const pressedMs = Date.now();
      await visit.press('Cancel');
      await visit.until(() => visit.state === 'cancelled');
      const seen = visit.seen.slice(since).find(({ state }) => state === 'cancelled');
      if (!seen) return { verdict: 'hung', note: at };
      const tookMs = seen.atMs - pressedMs;
      if (tookMs > CANCEL_MS) return { verdict: 'late', note: at, saidMs: tookMs };
      const hit = { atMs: Date.now(), note: at };
      await visit.press('Run again');
      await visit.until(() => /loading|running/.test(visit.state));
      return { ...(await judge(stand, visit, { hit, reference, says: NOTHING })), saidMs: tookMs };
    },
  },
  {
    id: 'two-tabs',
    what: 'Two tabs run the same photo at the same time',
    how: 'The second tab begins up to two seconds after the first.',
    expected: 'Both give the right result.',
    passes: ['unharmed'],
    async attempt(stand) {
      const reference = await stand.reference(WASM);
      const hit = { atMs: Date.now() };
      const first = await stand.visit(WASM);
      await first.choose(WASM.photo);
      await first.page.waitForTimeout(2000 * stand.random());
      const second = await stand.visit(WASM);
      await second.choose(WASM.photo);
      await Promise.all([first.ended(), second.ended()]);
      const ends: Attempt[] = [];
      for (const visit of [first, second]) {
        // Chromium holds back downloads of a tab that is not in front.
        await visit.page.bringToFront();
        ends.push(await judge(stand, visit, { hit, reference, says: NOTHING }));
      }
      return ends.find(({ verdict }) => verdict !== 'unharmed') ?? ends[1];
    },
  },
  {
    id: 'tab-killed',
    what: 'The tab is killed in a run, and opened again',
    how: "The tab's process crashes at a random moment of the run.",
    expected: 'The page opened anew runs the photo to the right result.',
    passes: ['unharmed'],
    async attempt(stand) {
      const reference = await stand.reference(WASM);
      const visit = await stand.visit(WASM);
      await visit.choose(WASM.photo);
      const note = await randomMoment(stand, visit, reference);
      const session = await visit.page.context().newCDPSession(visit.page);
      const crashed = visit.page.waitForEvent('crash');
      // The tab does not live to answer.
      void session.send('Page.crash').catch(() => undefined);
      await crashed;
      const hit = { atMs: Date.now(), note };
      const again = await stand.visit(WASM);
      await again.choose(WASM.photo);
      return judge(stand, again, { hit, reference, says: NOTHING });
    },
  },
];
