import { SAID_WITHIN_MS, type Attempt } from '../types.ts';
import { PHOTO, type Reference, type Setup, type Stand } from './stand.ts';
import type { Patience, Visit } from './visit.ts';

/** When and where a fault hit. */
export interface Hit {
  /** Milliseconds since 1970. */
  atMs: number;
  note?: string;
}

/** A fault in a run from a photo. */
export interface Disturbance {
  setup: Setup;
  /** Prepares the fault before the page is opened. */
  prepare?: (stand: Stand, reference: Reference) => unknown;
  /**
   * Injects the fault in the run, and resolves when it has hit. Default: waits for the report of a worker that got an
   * order in `prepare`.
   */
  inject?: (visit: Visit, stand: Stand, reference: Reference) => Promise<Hit>;
  /** Words of the page about this fault. Other words do not count. */
  says: RegExp;
  /** What a person does when the run has stopped, for example after a repair. Default: presses “Run again”. */
  next?: (visit: Visit, stand: Stand) => unknown;
  patience?: Patience;
}

const runAgain = (visit: Visit) => visit.press('Run again');

/** Runs a photo with a fault in it, and judges what the page did. */
export async function disturb(
  stand: Stand,
  { setup, prepare, inject = reported, says, next = runAgain, patience }: Disturbance,
): Promise<Attempt> {
  const reference = await stand.reference(setup);
  await prepare?.(stand, reference);
  const visit = await stand.visit(setup);
  await visit.choose(setup.photo ?? PHOTO);
  const hit = await inject(visit, stand, reference);
  return judge(stand, visit, { hit, reference, says, next, patience });
}

interface Case {
  hit: Hit;
  reference: Reference;
  says: RegExp;
  next?: (visit: Visit, stand: Stand) => unknown;
  patience?: Patience;
}

/** Waits until a run with a fault has ended, takes the page's way out if there is one, and judges. */
export async function judge(
  stand: Stand,
  visit: Visit,
  { hit, reference, says, next = runAgain, patience }: Case,
): Promise<Attempt> {
  const ended = await visit.ended(patience);
  const said = visit.wordsSince(hit.atMs, says);
  const saidMs = said && said.atMs - hit.atMs;
  const found = { note: hit.note, saidMs, words: said?.text };
  if (!ended) return { ...found, verdict: said ? 'lost' : 'hung' };
  const inTime = saidMs !== undefined && saidMs <= SAID_WITHIN_MS;

  if (visit.state === 'done') {
    const doneMs = (visit.seen.at(-1)?.atMs ?? 0) - hit.atMs;
    const differs = await difference(visit, reference);
    if (differs)
      return { ...found, verdict: said ? 'lost' : 'silent', note: `${hit.note}; ${differs}` };
    return { ...found, doneMs, verdict: said ? (inTime ? 'healed' : 'late') : 'unharmed' };
  }

  if (!said) {
    const shown = await visit.page.getByRole('alert').allInnerTexts();
    return { ...found, verdict: 'silent', note: `${hit.note}; ${visit.state}: ${shown.join(' ')}` };
  }
  await next(visit, stand);
  await visit.until(() => /loading|running/.test(visit.state), patience);
  const again = await visit.ended(patience);
  const doneMs = (visit.seen.at(-1)?.atMs ?? 0) - hit.atMs;
  if (!again || visit.state !== 'done') {
    const shown = await visit.page.getByRole('alert').allInnerTexts();
    const why = `the next run: ${again ? visit.state : 'no progress'} ${shown.join(' ')}`;
    return { ...found, verdict: 'lost', note: `${hit.note}; ${why}` };
  }
  const differs = await difference(visit, reference);
  if (differs) return { ...found, verdict: 'lost', note: `${hit.note}; the next run: ${differs}` };
  return { ...found, doneMs, verdict: inTime ? 'said' : 'late' };
}

/** Waits for the report of a worker. @throws Error if the run ended before */
const reported = (visit: Visit, stand: Stand): Promise<Hit> => hitNumber(1, visit, stand);

/** Waits for the second report of a worker. @throws Error if the run ended before */
export const secondHit = (visit: Visit, stand: Stand): Promise<Hit> => hitNumber(2, visit, stand);

async function hitNumber(count: number, visit: Visit, { server }: Stand): Promise<Hit> {
  const over = () => /^(done|error)$/.test(visit.state);
  await visit.until(() => server.fired.length >= count || over(), { idleS: 60, workS: 250 });
  const fired = server.fired.at(count - 1);
  if (!fired) throw new Error(`The fault did not hit. The run is “${visit.state}”.`);
  return { atMs: fired.atMs, note: fired.stage };
}

/** Waits until an answer goes wrong, after `FaultServer.break`. @throws Error if the run ended before */
export async function hitAtAnswer(visit: Visit, { server }: Stand): Promise<Hit> {
  await visit.until(() => server.broken.length > 0 || /^(done|error)$/.test(visit.state));
  const [broken] = server.broken;
  if (!broken) throw new Error('No answer went wrong.');
  return { atMs: broken.atMs, note: broken.path };
}

/** Names the results that differ from those of the undisturbed run. Null if they are equal. */
async function difference(visit: Visit, { outputs }: Reference): Promise<string | null> {
  const found = await visit.outputs();
  const keys = Object.keys(outputs) as (keyof typeof outputs)[];
  const unlike = keys.filter((key) => found[key] !== outputs[key]);
  return unlike.length > 0 ? `differs: ${unlike.join(', ')}` : null;
}
