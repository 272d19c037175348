/**
 * File names of a run's outputs, in the order in which they are shown to the user. A run has at most one of
 * the two videos.
 */
export const ARTIFACTS = [
  'gaussians.ply',
  'turntable.mp4',
  'turntable.webm',
  'multiview.png',
  'input.png',
  'output.png',
  'mask.png',
  'pose.json',
  'placement.json',
  'run.json',
] as const;

export type ArtifactName = (typeof ARTIFACTS)[number];
