/**
 * The stages of the pipeline, in the order of a run from a photo. A run from posed views has only `photo`,
 * `reconstruct` and the stages after `reconstruct`.
 */
export const STAGES = [
  'photo',
  'matting',
  'centring',
  'pose',
  'multiview',
  'reconstruct',
  'render',
  'turntable',
  'export',
] as const;

export type StageId = (typeof STAGES)[number];
