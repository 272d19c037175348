import type { RequestedSettings } from '../../worker/protocol.ts';
import { packOf, shownOf } from '../select.ts';
import type { AppState } from '../app-state.ts';

/** What of the settings can differ from a result: a setting, or the chosen pack. */
export type Waiting = 'pack' | Exclude<keyof RequestedSettings, 'corrections' | 'splitGuidance'>;

/** In which runs a setting changes the result. TypeScript reports a setting that is missing here. */
const USED: Record<Waiting, 'always' | 'photo' | 'posed'> = {
  pack: 'always',
  seed: 'photo',
  steps: 'photo',
  guidance: 'photo',
  eta: 'photo',
  centring: 'photo',
  viewCount: 'photo',
  viewSize: 'always',
  pruneBackground: 'always',
  turntableSize: 'always',
  turntableElevationDeg: 'always',
  turntableFrames: 'always',
  turntableFps: 'always',
  turntableRadius: 'always',
  turntableBackground: 'always',
  placement: 'posed',
  frame: 'posed',
  ply: 'always',
  filters: 'always',
};

const NAMES = Object.keys(USED) as Waiting[];

/**
 * The settings that were changed since the result on the page was made. “Run again” uses them. Empty if the page shows no
 * complete result.
 */
export function waitingSettings(state: AppState): Waiting[] {
  const shown = shownOf(state);
  const before = shown?.summary && shown.madeWith;
  if (!before) return [];
  const pack = packOf(state);
  const { frames, fps, elevationDeg, radius } = pack?.turntable ?? {};
  /** The values of settings that are not set. */
  const usual: Partial<Record<Waiting, unknown>> = {
    eta: pack?.eta,
    centring: 'pixel_based',
    pruneBackground: false,
    turntableSize: 512,
    turntableBackground: 'white',
    turntableFrames: frames,
    turntableFps: fps,
    turntableElevationDeg: elevationDeg,
    turntableRadius: radius,
    frame: 'model',
  };
  const valueIn = ({ packId, settings }: Pick<AppState, 'packId' | 'settings'>, name: Waiting) =>
    name === 'pack' ? packId : (settings[name] ?? usual[name]);
  const kind = shown.photo.sample ? 'posed' : 'photo';
  return NAMES.filter(
    (name) =>
      (USED[name] === 'always' || USED[name] === kind) &&
      valueIn(before, name) !== valueIn(state, name),
  );
}
