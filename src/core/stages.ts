/**
 * Ids of the pipeline's stages, in the order of a run from a photo. A run from posed views has `photo`, which
 * reads the views, and then the stages from `reconstruct` on.
 */
export type StageId =
  | 'photo'
  | 'matting'
  | 'centring'
  | 'pose'
  | 'multiview'
  | 'reconstruct'
  | 'render'
  | 'turntable'
  | 'export';
