/** Axes that can point up. `Z`: as this program writes splats. */
export const UP_AXES = ['Z', '-Z', 'Y', '-Y', 'X', '-X'] as const;

export type UpAxis = (typeof UP_AXES)[number];

/** The axis as a unit vector. */
export const upVector = (axis: UpAxis): number[] => {
  const sign = axis.startsWith('-') ? -1 : 1;
  return ['X', 'Y', 'Z'].map((name) => (axis.endsWith(name) ? sign : 0));
};
