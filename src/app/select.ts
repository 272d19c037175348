import type { StageId } from '../core/errors.ts';
import type { ArtifactName, BackendChoice, PackSummary } from '../worker/protocol.ts';
import { isBusy } from './run-machine.ts';
import { DEMO_PACK, type AppState, type Result } from './state.ts';

/** What fills the stage in the middle of the page. */
export type Hero = 'drop' | 'live' | 'splat';

export const heroOf = ({ run, current }: AppState): Hero => {
  if (current?.splat) return 'splat';
  return current && isBusy(run) ? 'live' : 'drop';
};

/** Whether there is something to show beside the stage. */
export const hasResults = (state: AppState): boolean => heroOf(state) !== 'drop';

/** Nothing on the page moves by itself: the processor computes, and may have to draw every frame besides. */
export const isCalm = ({ run, choice }: AppState): boolean =>
  isBusy(run) && choice?.backend === 'wasm';

/** What the GPU's self-check found, where it is worth a word: key of the sentence, and by how much it was off. */
export function selfCheckNote({
  check,
}: BackendChoice): { key: 'wrongBy' | 'withoutFeatures'; percent: string } | null {
  const wrong = Object.values(check?.findings ?? {}).filter(
    ({ right, failed }) => !right && !failed,
  );
  if (wrong.length === 0) return null;
  const worst = Math.max(...wrong.map(({ error }) => error));
  const percent = String(Number((100 * worst).toPrecision(2)));
  return { key: check?.features ? 'withoutFeatures' : 'wrongBy', percent };
}

export const FRAMES = ['photo', 'cutout', 'skeleton', 'views', 'splat'] as const;
export type FrameId = (typeof FRAMES)[number];

/** `old` holds the picture of an earlier seed until the new one comes. */
export type FrameState = 'waiting' | 'working' | 'done' | 'reused' | 'old';

const FRAME_STAGES: Record<FrameId, readonly StageId[]> = {
  photo: ['photo'],
  cutout: ['matting'],
  skeleton: ['centring', 'pose'],
  views: ['multiview'],
  splat: ['reconstruct'],
};

const FRAME_PIECES: Record<FrameId, (result: Result) => unknown> = {
  photo: (result) => result.photo,
  cutout: (result) => result.cutout,
  skeleton: (result) => result.skeleton ?? result.subject,
  views: (result) => result.views,
  splat: (result) => result.splat,
};

export const frameState = (state: AppState, frame: FrameId): FrameState => {
  const { current, run, stages } = state;
  const there = current !== null && FRAME_PIECES[frame](current) !== undefined;
  if (!isBusy(run)) return there ? 'done' : 'waiting';
  const reports = FRAME_STAGES[frame].map((stage) => stages[stage]);
  if (reports.includes('running')) return 'working';
  if (frame === 'photo') return 'done';
  if (reports.every((report) => report === undefined)) return there ? 'old' : 'waiting';
  if (reports.includes('reused') && there) return 'reused';
  return there ? 'done' : 'waiting';
};

/** Download order; of the two videos there is only ever one. */
const ARTIFACT_ORDER: readonly ArtifactName[] = [
  'gaussians.ply',
  'turntable.mp4',
  'turntable.webm',
  'multiview.png',
  'input.png',
  'output.png',
  'pose.json',
  'run.json',
];

export const filesOf = (result: Result | null): { name: ArtifactName; file: Blob }[] =>
  ARTIFACT_ORDER.flatMap((name) => {
    const file = result?.artifacts[name];
    return file ? [{ name, file }] : [];
  });

export const videoOf = (result: Result | null): Blob | undefined =>
  result?.artifacts['turntable.mp4'] ?? result?.artifacts['turntable.webm'];

/** The folder of a photo's files: its name without the ending. */
export const folderOf = (fileName: string): string =>
  fileName
    .replace(/\.[^.]*$/, '')
    .replace(/[\\/:*?"<>|]/g, '_')
    .replace(/^\.+/, '') || 'mouse';

export const packOf = ({ packs, packId }: AppState): PackSummary | undefined =>
  packs.find(({ id }) => id === packId);

export const isDemo = ({ packId }: AppState): boolean => packId === DEMO_PACK;

/** Whether the model of this run finds a skeleton. */
export const hasPose = (state: AppState): boolean => packOf(state)?.stages.includes('pose') ?? true;
