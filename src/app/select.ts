import { ARTIFACTS, type ArtifactName } from '../core/artifacts.ts';
import { DEFAULT_PACK } from '../core/defaults.ts';
import { TURN_PRESETS, type TurnPreset } from '../core/camera/turntable.ts';
import type { Corrections } from '../core/corrections/corrections.ts';
import type { StageId } from '../core/stages.ts';
import type { BackendChoice, PackSummary, RequestedSettings } from '../worker/protocol.ts';
import { isBusy } from './run-machine.ts';
import type { AppState, Result } from './state.ts';
import type { UserPhoto } from './user-photo.ts';

/**
 * What the large area in the middle of the page shows: the drop zone, the newest picture of a run (`live`), or the splat.
 */
type MainContent = 'drop' | 'live' | 'splat';

export const mainContentOf = (state: AppState): MainContent => {
  const { run, current, viewed } = state;
  if (viewed || shownOf(state)?.splat) return 'splat';
  return current && isBusy(run) ? 'live' : 'drop';
};

/**
 * The result that the page shows: one that was opened from the queue, or else that of the page's run. None while it
 * shows a splat from a file.
 */
export const shownOf = ({ opened, current, viewed }: AppState): Result | null =>
  viewed ? null : (opened?.result ?? current);

/** What the person corrected in a photo. Default: the one that the page shows. */
export const correctionsOf = (state: AppState, photo = shownOf(state)?.photo): Corrections =>
  (photo && state.corrections.get(photo.blob)) ?? NONE;

/** One object, so that what is selected stays the same. */
const NONE: Corrections = {};

/**
 * The result whose files the page offers. While a photo runs again, these are the files of its last run, until all new
 * ones are there.
 */
export const deliveredOf = (state: AppState): Result | null => {
  const { opened, run, current, earlier } = state;
  if (opened || !isBusy(run) || earlier?.photo.blob !== current?.photo.blob) return shownOf(state);
  return earlier;
};

/** Whether the page shows a run or a result. Then there is a column beside the large area. */
export const hasResults = (state: AppState): boolean => mainContentOf(state) !== 'drop';

/**
 * Whether animations on the page are off. They are off while the CPU computes a run: without a GPU, the same CPU would
 * also have to draw every animated picture.
 */
export const areAnimationsOff = ({ run, choice }: AppState): boolean =>
  isBusy(run) && choice?.backend === 'wasm';

/**
 * The sentence about a failed self-check of the GPU. `key`: the sentence's key. `percent`: the largest error, in percent
 * of the output's range, with two significant digits. Null if no output was wrong. A check that computed no numbers
 * (`failed`) is not counted.
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

/** The pictures of the trail (the row under the large area). */
export type PictureId = 'photo' | 'cutout' | 'skeleton' | 'views' | 'splat' | 'posed';

/** `old`: a picture of the previous run that will be replaced. `reused`: this run uses the previous run's result. */
export type PictureState = 'waiting' | 'working' | 'done' | 'reused' | 'old';

const STAGES_OF_PICTURE: Record<PictureId, readonly StageId[]> = {
  photo: ['photo'],
  cutout: ['matting'],
  skeleton: ['centring', 'pose'],
  views: ['multiview'],
  splat: ['reconstruct'],
  posed: ['photo'],
};

const CONTENT_OF_PICTURE: Record<PictureId, (result: Result) => unknown> = {
  photo: (result) => result.photo,
  cutout: (result) => result.cutout,
  skeleton: (result) => result.skeleton ?? result.subject,
  views: (result) => result.views,
  splat: (result) => result.splat,
  posed: (result) => result.posedViews,
};

/** The state of one picture of the trail, derived from the stages that make the picture. */
export const pictureState = (state: AppState, picture: PictureId): PictureState => {
  const { opened, run, stages } = state;
  const shown = shownOf(state);
  const hasPicture = shown !== null && CONTENT_OF_PICTURE[picture](shown) !== undefined;
  if (opened || !isBusy(run)) return hasPicture ? 'done' : 'waiting';
  const reports = STAGES_OF_PICTURE[picture].map((stage) => stages[stage]);
  if (reports.includes('running')) return 'working';
  if (picture === 'photo') return 'done';
  if (reports.every((report) => report === undefined)) return hasPicture ? 'old' : 'waiting';
  if (reports.includes('reused') && hasPicture) return 'reused';
  return hasPicture ? 'done' : 'waiting';
};

/** Whether the page shows a run from posed views, or its result. */
export const isPosed = (state: AppState): boolean => shownOf(state)?.photo.sample !== undefined;

/** The files of a result that have been made so far, in the order of ARTIFACTS. */
export const filesOf = (result: Result | null): { name: ArtifactName; file: Blob }[] =>
  ARTIFACTS.flatMap((name) => {
    const file = result?.artifacts[name];
    return file ? [{ name, file }] : [];
  });

/** The turntable video (MP4 or WebM), if it has been made. */
export const videoOf = (result: Result | null): Blob | undefined =>
  result?.artifacts['turntable.mp4'] ?? result?.artifacts['turntable.webm'];

/**
 * A file's or folder's name for the person's disk. Characters that a name cannot have become `_`. Dots and spaces at the
 * end of the name or before its extension are removed. If nothing is left, it is `mouse`.
 */
export const safeName = (name: string): string =>
  name
    .replace(/[\\/:*?"<>|]/g, '_')
    .replace(/^\.+/, '')
    .replace(/[. ]+(?=\.[^.]*$|$)/, '') || 'mouse';

/**
 * The name of the folder for a result's files, as `safeName` gives it: the photo's file name without the extension, or the
 * sample's name, in which a point begins no extension.
 */
export const folderOf = ({ fileName, sample }: Pick<UserPhoto, 'fileName' | 'sample'>): string =>
  safeName(sample ? fileName : fileName.replace(/\.[^.]*$/, ''));

/** What the memory of a run depends on. */
const forecastKey = ({ packId, packs, choice, settings }: AppState): string =>
  [
    packId,
    packs.some(({ id }) => id === packId),
    choice?.backend,
    choice?.half,
    settings.guidance === 1,
    settings.splitGuidance,
  ].join();

/** Whether the memory of a run must be forecast again. */
export const isForecastOld = (state: AppState, before: AppState): boolean =>
  forecastKey(state) !== forecastKey(before);

/** The chosen pack, if it is in the list. */
export const packOf = ({ packs, packId }: AppState): PackSummary | undefined =>
  packs.find(({ id }) => id === packId);

/** Whether the demo pack is chosen. */
export const isDemo = ({ packId }: AppState): boolean => packId === DEFAULT_PACK;

/** Whether the chosen pack finds a skeleton. True if the chosen pack is not in the list. */
export const hasPose = (state: AppState): boolean => packOf(state)?.stages.includes('pose') ?? true;

/** The turn of the turntable video that settings ask for. `own`: none of those that have a name. */
export function turnOf(settings: RequestedSettings): 'pack' | TurnPreset | 'own' {
  const same = (other: Partial<RequestedSettings>) =>
    TURN.every((name) => settings[name] === other[name]);
  if (same({})) return 'pack';
  return PRESETS.find((name) => same(settingsOfTurn(name))) ?? 'own';
}

/** The settings of a turn with a name. Those of the pack's turn are undefined. */
export function settingsOfTurn(turn: 'pack' | TurnPreset) {
  const preset = turn === 'pack' ? undefined : TURN_PRESETS[turn];
  return {
    turntableFrames: preset?.frames,
    turntableFps: preset?.fps,
    turntableElevationDeg: preset?.elevationDeg,
    turntableRadius: undefined,
  };
}

const TURN = [
  'turntableFrames',
  'turntableFps',
  'turntableElevationDeg',
  'turntableRadius',
] as const;

const PRESETS: readonly TurnPreset[] = ['facelift', 'lab'];
