/**
 * How a cut-out becomes the subject.
 * - `pixel_based`: the mouse's centre of mass in the middle, and its area always the same (centre.ts).
 * - `coverage`: as the lab prepares photos from elsewhere, with another area (coverage.ts).
 * - `none`: the photo is already prepared, and is used as it is (prepared.ts).
 */
export const CENTRINGS = ['pixel_based', 'coverage', 'none'] as const;

export type Centring = (typeof CENTRINGS)[number];
