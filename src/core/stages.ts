/**
 * The stages of the pipeline, in the order of a run from a photo. A run from posed views starts at
 * `reconstruct`.
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
