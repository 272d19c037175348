/**
 * The stages of the pipeline, in the order of a run from a photo. A run from posed views has only `photo`,
 * `reconstruct` and the stages after `reconstruct`, without `losses`. Only the page has `compare`, for posed views.
 */
export const STAGES = [
  'photo',
  'matting',
  'centring',
  'pose',
  'multiview',
  'reconstruct',
  'render',
  'compare',
  'turntable',
  'losses',
  'export',
] as const;

export type StageId = (typeof STAGES)[number];
