/** What a person corrected by hand in a run from a photo. Plain data. */
export interface Corrections {
  /** The mask, in place of the one that is made. */
  mask?: HandMask;
  /** How the subject is moved and scaled after its centring. */
  nudge?: Nudge;
  /** Keypoints that were moved. */
  keypoints?: readonly MovedKeypoint[];
  exposure?: Exposure;
  /** Views that are painted with another seed than the run's. */
  views?: readonly ViewSeed[];
}

/** A mask of the photo. */
export interface HandMask {
  /** Pixels, as the photo has them. */
  width: number;
  height: number;
  /** 0…255, row-major: how much of each pixel is mouse. */
  alpha: Uint8Array<ArrayBuffer>;
  /** Distinguishes the mask from others. Masks with the same id are equal. */
  id: string;
}

/** A change of the subject about the middle of its square. */
export interface Nudge {
  /** Factor of enlargement, `NUDGE_LIMITS.scale`. */
  scale: number;
  /** Shift to the right and down, fractions of the square's side, `NUDGE_LIMITS.shift`. */
  x: number;
  y: number;
}

/** A keypoint's position in the photo, pixels; pixel edges are at integers. */
export interface MovedKeypoint {
  /** Index in `KEYPOINT_NAMES`. */
  keypoint: number;
  x: number;
  y: number;
}

/** How much brighter the photo is made. */
export interface Exposure {
  /** Photographic stops, `EXPOSURE_STOPS`. */
  stops: number;
  /** Whether the subject is made brighter too. False: the mask is found in the brighter photo, and nothing else. */
  inSplat: boolean;
}

/** The seed of one view. */
export interface ViewSeed {
  /** Number of the view, from 0. */
  view: number;
  seed: number;
}

export const NUDGE_LIMITS = { scale: { min: 0.25, max: 4 }, shift: { min: -1, max: 1 } } as const;

export const EXPOSURE_STOPS = { min: -2, max: 4 } as const;

export const NO_NUDGE: Nudge = { scale: 1, x: 0, y: 0 };

/**
 * Corrections with some of them changed. A part that is undefined is taken back. Views were chosen among pictures of one
 * subject. So the choice ends when the subject changes.
 */
export function corrected(before: Corrections, change: Partial<Corrections>): Corrections {
  const subject = ['mask', 'nudge', 'keypoints', 'exposure'].some((part) => part in change);
  const { views, ...others } = before;
  return { ...others, ...(!subject && { views }), ...change };
}

/** Corrections as run.json has them. The mask is the file mask.png. Undefined: there are none. */
export function jsonCorrections({ mask, ...others }: Corrections = {}): object | undefined {
  const all = { ...(mask && { mask: 'mask.png' }), ...others };
  return Object.values(all).some((one) => one !== undefined) ? all : undefined;
}

/** Settings of a run, as far as the functions below need them. */
interface Corrected {
  corrections?: Corrections;
}

/** What the cut-out depends on, beside the photo. */
export const cutoutKey = ({ corrections }: Corrected): string =>
  JSON.stringify([corrections?.mask?.id, corrections?.exposure]);

/** What the subject depends on, beside the cut-out. */
export const nudgeKey = ({ corrections }: Corrected): string =>
  JSON.stringify(corrections?.nudge ?? null);

/** What the corrected skeleton depends on, beside the skeleton. */
export const keypointsKey = ({ corrections }: Corrected): string =>
  JSON.stringify(corrections?.keypoints ?? null);

/** What the views depend on, beside the seed. */
export const viewsKey = ({ corrections }: Corrected): string =>
  JSON.stringify(corrections?.views ?? null);
