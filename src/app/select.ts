import { ARTIFACTS, type ArtifactName } from '../core/artifacts.ts';
import { DEFAULT_PACK } from '../core/defaults.ts';
import type { StageId } from '../core/stages.ts';
import type { BackendChoice, PackSummary } from '../worker/protocol.ts';
import { isBusy } from './run-machine.ts';
import type { AppState, Result } from './state.ts';

/** What the large area in the middle of the page shows: the invitation, the newest picture of a run, or the splat. */
type Hero = 'drop' | 'live' | 'splat';

export const heroOf = ({ run, current }: AppState): Hero => {
  if (current?.splat) return 'splat';
  return current && isBusy(run) ? 'live' : 'drop';
};

/** Whether the page shows a run or its result, and so needs the column beside the large area. */
export const hasResults = (state: AppState): boolean => heroOf(state) !== 'drop';

/**
 * Whether animations on the page are off. They are off while the CPU computes a run, because without a GPU the CPU
 * also draws every frame of the page.
 */
export const isCalm = ({ run, choice }: AppState): boolean =>
  isBusy(run) && choice?.backend === 'wasm';

/**
 * The sentence about a failed self-check of the GPU: its key, and the largest relative error in percent (two
 * significant digits). Null when nothing was wrong, or when only checks failed that computed no numbers.
 */
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

/** The pictures of the trail under the large area. */
export type FrameId = 'photo' | 'cutout' | 'skeleton' | 'views' | 'splat';

/** `old`: the picture is from the run before and will be replaced. `reused`: it did not have to be computed again. */
export type FrameState = 'waiting' | 'working' | 'done' | 'reused' | 'old';

const FRAME_STAGES: Record<FrameId, readonly StageId[]> = {
  photo: ['photo'],
  cutout: ['matting'],
  skeleton: ['centring', 'pose'],
  views: ['multiview'],
  splat: ['reconstruct'],
};

const FRAME_CONTENT: Record<FrameId, (result: Result) => unknown> = {
  photo: (result) => result.photo,
  cutout: (result) => result.cutout,
  skeleton: (result) => result.skeleton ?? result.subject,
  views: (result) => result.views,
  splat: (result) => result.splat,
};

/** The state of one picture of the trail, from the stages of the run that make it. */
export const frameState = (state: AppState, frame: FrameId): FrameState => {
  const { current, run, stages } = state;
  const hasPicture = current !== null && FRAME_CONTENT[frame](current) !== undefined;
  if (!isBusy(run)) return hasPicture ? 'done' : 'waiting';
  const reports = FRAME_STAGES[frame].map((stage) => stages[stage]);
  if (reports.includes('running')) return 'working';
  if (frame === 'photo') return 'done';
  if (reports.every((report) => report === undefined)) return hasPicture ? 'old' : 'waiting';
  if (reports.includes('reused') && hasPicture) return 'reused';
  return hasPicture ? 'done' : 'waiting';
};

/** The files of a result that are there so far, in the order of ARTIFACTS. */
export const filesOf = (result: Result | null): { name: ArtifactName; file: Blob }[] =>
  ARTIFACTS.flatMap((name) => {
    const file = result?.artifacts[name];
    return file ? [{ name, file }] : [];
  });

/** The turntable, as MP4 or WebM. */
export const videoOf = (result: Result | null): Blob | undefined =>
  result?.artifacts['turntable.mp4'] ?? result?.artifacts['turntable.webm'];

/** The folder name for a photo's files: the photo's name without its extension, or `mouse` when nothing is left. */
export const folderOf = (fileName: string): string =>
  fileName
    .replace(/\.[^.]*$/, '')
    .replace(/[\\/:*?"<>|]/g, '_')
    .replace(/^\.+/, '') || 'mouse';

/** The chosen pack, if it is in the list. */
export const packOf = ({ packs, packId }: AppState): PackSummary | undefined =>
  packs.find(({ id }) => id === packId);

/** Whether the demo pack is chosen. */
export const isDemo = ({ packId }: AppState): boolean => packId === DEFAULT_PACK;

/** Whether the chosen pack finds a skeleton. True while the pack is unknown. */
export const hasPose = (state: AppState): boolean => packOf(state)?.stages.includes('pose') ?? true;
