import { availableParallelism } from 'node:os';
import { disturb, judge, secondHit, type Hit } from '../stand/disturb.ts';
import { FRAMES } from '../stand/small-pack.ts';
import { PHOTO, type Stand } from '../stand/stand.ts';
import { endWorker } from '../stand/page-workers.ts';
import type { Visit } from '../stand/visit.ts';
import type { Attempt, FaultRow } from '../types.ts';
import {
  orderAtStage,
  SAYS_STOPPED,
  SECOND_PHOTO,
  setupFor,
  STAGES,
  waitFor,
  WASM,
  type FaultStage,
} from './stages.ts';

const closed = (stage: FaultStage): FaultRow => ({
  id: `worker-closed-in-${stage}`,
  what: `The pipeline's worker ends without an event: ${stage}`,
  how: 'The browser ends the worker at a random moment of the stage, also within a computation.',
  expected: 'The page says it, starts a new worker, and goes on at the last finished stage.',
  // If the worker ends before the run has begun in it, there is nothing to say.
  passes: stage === 'load' ? ['healed', 'unharmed'] : ['healed'],
  attempt: (stand) =>
    disturb(stand, {
      setup: setupFor(WASM, stage),
      async inject(visit, stand, reference) {
        const note = await waitFor(stage, visit, stand, reference);
        return { atMs: await endWorker(visit.page, 'pipeline'), note };
      },
      says: SAYS_STOPPED,
    }),
});

/** Makes the pipeline's worker do something while the page is idle. */
export async function actWhileIdle(
  visit: Visit,
  { server }: Stand,
  action: 'close' | 'destroyDevice',
): Promise<Hit> {
  const worker = visit.page.workers().find((each) => each.url().includes('pipeline.worker'));
  if (!worker) throw new Error('The page has no pipeline worker.');
  // A worker that has ended does not answer.
  void worker
    .evaluate((action) => Reflect.get(self, 'faults').act(action), action)
    .catch(() => undefined);
  await visit.until(() => server.fired.length > 0);
  const [fired] = server.fired;
  if (!fired) throw new Error('The fault did not hit.');
  return { atMs: fired.atMs, note: fired.stage };
}

async function closedWhileIdle(stand: Stand): Promise<Attempt> {
  const reference = await stand.reference({ ...WASM, photo: SECOND_PHOTO });
  const visit = await stand.visit(WASM);
  await visit.choose(WASM.photo);
  if (!(await visit.ended())) throw new Error('The first run made no progress.');
  const hit = await actWhileIdle(visit, stand, 'close');
  await visit.page.waitForTimeout(2000 * stand.random());
  await visit.choose(SECOND_PHOTO);
  return judge(stand, visit, { hit, reference, says: SAYS_STOPPED });
}

/** A stage with an endless loop in the worker. The person presses the button that the page offers. */
const stuck = (stage: FaultStage): FaultRow => ({
  id: `worker-stuck-in-${stage}`,
  what: `The pipeline's worker computes for ever: ${stage}`,
  how: 'The worker begins an endless loop at a random moment of the stage.',
  expected: 'The page says that there is no progress. Its button starts the stage again.',
  passes: ['healed'],
  async attempt(stand) {
    const setup = setupFor(WASM, stage);
    const reference = await stand.reference(setup);
    orderAtStage('loop', stage)(stand, reference);
    const visit = await stand.visit(setup);
    await visit.choose(setup.photo ?? PHOTO);
    await visit.until(() => stand.server.fired.length > 0, { idleS: 60, workS: 250 });
    const [fired] = stand.server.fired;
    if (!fired) throw new Error('The fault did not hit.');
    const hit = { atMs: fired.atMs, note: fired.stage };
    const says = /No sign of progress|got stuck|was stuck/;
    const heard = await visit.until(() => visit.wordsSince(hit.atMs, says) !== undefined, {
      workS: 60,
    });
    if (!heard) return { verdict: 'hung', note: hit.note };
    await visit.press('Start this stage again');
    return judge(stand, visit, { hit, reference, says });
  },
});

/** The most threads, and drawing workers, that the page uses (`wasmThreads` in src/inference/backend.ts). */
const MAX_THREADS = 4;

/** The number of one of the pictures that a drawing worker draws in this stage, from 1. They draw in turn. */
function pictureOf(stage: 'render' | 'turntable', random: () => number): number {
  const workers = Math.min(availableParallelism(), MAX_THREADS);
  const ofViews = Math.max(1, Math.floor(6 / workers));
  if (stage === 'render') return 1 + Math.floor(random() * ofViews);
  return Math.ceil(6 / workers) + 1 + Math.floor(random() * Math.floor(FRAMES / workers));
}

export const workerRows: FaultRow[] = [
  ...STAGES.map(closed),
  {
    id: 'worker-closed-while-idle',
    what: "The pipeline's worker ends without an event while the page is idle",
    how: 'After a run the worker calls `self.close()`. Up to two seconds later another photo is chosen.',
    expected: 'The next run uses a new worker, and its result is right.',
    passes: ['healed', 'unharmed'],
    attempt: closedWhileIdle,
  },
  {
    id: 'worker-closed-twice',
    what: 'The new worker ends, too',
    how: 'Two workers, one after the other, call `self.close()` at a random moment of multiview.',
    expected: 'The page says that the worker stopped again. “Run again” works.',
    passes: ['said'],
    attempt: (stand) =>
      disturb(stand, {
        setup: WASM,
        prepare(stand, reference) {
          for (let life = 0; life < 2; life++) orderAtStage('close', 'multiview')(stand, reference);
        },
        inject: secondHit,
        says: /finished stages are kept/,
      }),
  },
  ...(['matting', 'multiview', 'reconstruct', 'turntable'] as const).map(stuck),
  {
    id: 'worker-throws',
    what: 'The worker throws an error outside a call',
    how: 'A timer in the worker throws at a random moment of multiview.',
    expected: 'The page says it, starts a new worker, and goes on at the last finished stage.',
    passes: ['healed'],
    attempt: (stand) =>
      disturb(stand, {
        setup: WASM,
        prepare: orderAtStage('throw', 'multiview'),
        says: SAYS_STOPPED,
      }),
  },
  {
    id: 'worker-rejects',
    what: 'A promise of the worker is rejected, and nobody handles it',
    how: '`Promise.reject` in the worker at a random moment of multiview.',
    expected: 'The run goes on to the right result.',
    passes: ['unharmed', 'healed'],
    attempt: (stand) =>
      disturb(stand, {
        setup: WASM,
        prepare: orderAtStage('reject', 'multiview'),
        says: SAYS_STOPPED,
      }),
  },
  ...(['render', 'turntable'] as const).map((stage): FaultRow => ({
    id: `drawing-closed-in-${stage}`,
    what: `A drawing worker ends without an event: ${stage}`,
    how: 'One drawing worker calls `self.close()` when it is asked for a random picture of the stage.',
    expected: 'Another worker draws its pictures. The result is right.',
    passes: ['unharmed', 'healed'],
    attempt: (stand) =>
      disturb(stand, {
        setup: WASM,
        prepare: ({ server, random }) => {
          const nth = pictureOf(stage, random);
          server.order({ worker: 'drawing', action: 'close', stage: 'draw', nth, delayMs: 0 });
        },
        says: SAYS_STOPPED,
      }),
  })),
  {
    id: 'decoder-closed',
    what: "The decoder's worker ends without an event",
    how: 'The worker that decodes the photo calls `self.close()` when it starts.',
    expected: 'The page says it, or decodes the photo in another worker.',
    passes: ['healed', 'unharmed', 'said'],
    attempt: (stand) =>
      disturb(stand, {
        setup: WASM,
        prepare: ({ server }) =>
          server.order({ worker: 'decode', action: 'close', stage: 'start', delayMs: 0 }),
        says: /stopped|was not decoded|No sign of progress/,
      }),
  },
];
