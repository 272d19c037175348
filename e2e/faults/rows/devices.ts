import { disturb, judge, secondHit, type Hit } from '../stand/disturb.ts';
import type { Reference, Stand } from '../stand/stand.ts';
import type { Visit } from '../stand/visit.ts';
import type { Attempt, FaultRow } from '../types.ts';
import {
  orderAtStage,
  orderFor,
  SAYS_GPU,
  SECOND_PHOTO,
  setupFor,
  STAGES,
  waitFor,
  WEBGPU,
  type FaultStage,
} from './stages.ts';
import { actWhileIdle } from './workers.ts';

const EXPECTED =
  'The page says it, makes a new device, and goes on at the last finished stage, step or frame.';

const destroyed = (stage: FaultStage): FaultRow => ({
  id: `device-destroyed-in-${stage}`,
  what: `The GPU device is lost: ${stage}`,
  how:
    stage === 'load'
      ? '`device.destroy()` in the worker, up to half a second after it got the device.'
      : '`device.destroy()` in the worker at a random moment of the stage.',
  expected: EXPECTED,
  passes: ['healed'],
  attempt: (stand) =>
    disturb(stand, {
      setup: setupFor(WEBGPU, stage),
      prepare(stand, reference) {
        if (stage !== 'load') return orderAtStage('destroyDevice', stage)(stand, reference);
        const delayMs = 500 * stand.random();
        const action = 'destroyDevice';
        stand.server.order({ worker: 'pipeline', action, stage: 'device', delayMs });
      },
      says: SAYS_GPU,
    }),
});

/** Kills the GPU process of the browser. */
async function killGpu({ work }: Visit): Promise<Hit> {
  const ids = await work.idsOf('GPU');
  if (ids.length === 0) throw new Error('The browser has no GPU process.');
  const atMs = Date.now();
  for (const id of ids) process.kill(id, 'SIGKILL');
  return { atMs };
}

const killed = (stage: FaultStage): FaultRow => ({
  id: `gpu-killed-in-${stage}`,
  what: `The browser's GPU process is killed: ${stage}`,
  how: 'SIGKILL at a random moment of the stage.',
  expected: EXPECTED,
  passes: ['healed'],
  attempt: (stand) =>
    disturb(stand, {
      setup: setupFor(WEBGPU, stage),
      async inject(visit, stand, reference) {
        const note = await waitFor(stage, visit, stand, reference);
        return { ...(await killGpu(visit)), note };
      },
      says: SAYS_GPU,
    }),
});

const whileIdle =
  (lose: (visit: Visit, stand: Stand) => Promise<Hit>) =>
  async (stand: Stand): Promise<Attempt> => {
    const reference: Reference = await stand.reference({ ...WEBGPU, photo: SECOND_PHOTO });
    const visit = await stand.visit(WEBGPU);
    await visit.choose(WEBGPU.photo);
    if (!(await visit.ended())) throw new Error('The first run made no progress.');
    const hit = await lose(visit, stand);
    await visit.page.waitForTimeout(2000 * stand.random());
    await visit.choose(SECOND_PHOTO);
    return judge(stand, visit, { hit, reference, says: SAYS_GPU });
  };

const EXPECTED_IDLE = 'The next run makes a new device, and its result is right.';

export const deviceRows: FaultRow[] = [
  ...STAGES.map(destroyed),
  {
    id: 'device-destroyed-while-idle',
    what: 'The GPU device is lost while the page is idle',
    how: 'After a run `device.destroy()` in the worker. Up to two seconds later another photo is chosen.',
    expected: EXPECTED_IDLE,
    passes: ['healed', 'unharmed'],
    attempt: whileIdle((visit, stand) => actWhileIdle(visit, stand, 'destroyDevice')),
  },
  ...(['load', 'multiview', 'turntable'] as const).map(killed),
  {
    id: 'gpu-killed-while-idle',
    what: "The browser's GPU process is killed while the page is idle",
    how: 'After a run SIGKILL. Up to two seconds later another photo is chosen.',
    expected: EXPECTED_IDLE,
    passes: ['healed', 'unharmed'],
    attempt: whileIdle(killGpu),
  },
  {
    id: 'device-destroyed-twice',
    what: 'The new GPU device is lost, too',
    how: '`device.destroy()` at a random moment of multiview, and again when multiview runs again.',
    expected: 'The page says that the GPU stopped again. “Run again” works.',
    passes: ['said'],
    attempt: (stand) =>
      disturb(stand, {
        setup: WEBGPU,
        prepare(stand, reference) {
          const order = () => orderFor('destroyDevice', 'multiview', stand, reference);
          stand.server.order(order(), order());
        },
        inject: secondHit,
        says: /finished stages are kept/,
      }),
  },
  {
    id: 'webgpu-reads-collected',
    what: 'Garbage is collected while weights are read (docs/known-issues.md)',
    how: 'The worker collects all garbage every 200 ms, from its start on.',
    expected: 'The run ends with the right result.',
    passes: ['unharmed'],
    attempt: (stand) =>
      disturb(stand, {
        setup: WEBGPU,
        prepare: ({ server }) =>
          server.order({ worker: 'pipeline', action: 'collect', stage: 'start', delayMs: 0 }),
        says: /stopped|stuck|could not/,
      }),
  },
];
