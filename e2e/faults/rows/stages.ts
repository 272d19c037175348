import type { Action, Order } from '../stand/hook.ts';
import { PHOTO, type Reference, type Setup, type Stand } from '../stand/stand.ts';
import type { Visit } from '../stand/visit.ts';

/** Stages in which a fault can hit. `load`: while the models are loaded. */
export const STAGES = [
  'load',
  'matting',
  'pose',
  'multiview',
  'reconstruct',
  'render',
  'turntable',
] as const;
export type FaultStage = (typeof STAGES)[number];

const CUT_OUT = 'cut-out.png';
/** Another photo than that of the first run, so that a second run computes all stages. */
export const SECOND_PHOTO = 'second-cut-out.png';

/** Four steps, so that a fault can hit between two denoising steps. */
export const WASM = { backend: 'wasm', steps: 4, photo: CUT_OUT } as const satisfies Setup;
/** Two steps: a software GPU takes a second for each. */
export const WEBGPU = { ...WASM, backend: 'webgpu', steps: 2 } as const satisfies Setup;

/** The setup for a fault in this stage. A cut-out gets only one pass of the matting network. */
export const setupFor = (setup: Setup, stage: FaultStage): Setup =>
  stage === 'matting' ? { ...setup, photo: PHOTO } : setup;

/** Waits until a random moment of a stage, and returns what the page shows then. @throws Error if it does not come */
export async function waitFor(
  stage: FaultStage,
  visit: Visit,
  stand: Stand,
  reference: Reference,
): Promise<string> {
  // The stage may be over before anybody looks.
  const begun = () =>
    visit.seen.some((seen) => (stage === 'load' ? seen.state === 'loading' : seen.stage === stage));
  const over = () => /^(done|error)$/.test(visit.state);
  await visit.until(() => begun() || over(), { idleS: 60, workS: 250 });
  if (!begun() || over())
    throw new Error(`The run is “${visit.state}” and did not stay in ${stage}.`);
  await visit.page.waitForTimeout(momentIn(stage, stand, reference));
  return visit.seen.at(-1)?.stage || visit.state;
}

/** A random moment of a stage: milliseconds after its begin. The film is the last stage, so it may not be missed. */
const momentIn = (stage: FaultStage, { random }: Stand, { stageMs }: Reference): number =>
  random() * (stage === 'turntable' ? 0.4 : 0.8) * (stageMs.get(stage)?.durationMs ?? 0);

/** An order to the pipeline's worker for a random moment of a stage. */
export const orderFor = (
  action: Action,
  stage: FaultStage,
  stand: Stand,
  reference: Reference,
): Order => ({
  worker: 'pipeline',
  action,
  stage: stage === 'load' ? 'run' : stage,
  delayMs: momentIn(stage, stand, reference),
});

/** Orders the pipeline's worker to do something at a random moment of a stage. */
export const orderAtStage =
  (action: Action, stage: FaultStage) =>
  (stand: Stand, reference: Reference): void =>
    stand.server.order(orderFor(action, stage, stand, reference));

/** The page's words after a worker that ended. */
export const SAYS_STOPPED = /worker of this page stopped/;
/** The page's words after a device that was lost. */
export const SAYS_GPU = /The GPU stopped answering/;
