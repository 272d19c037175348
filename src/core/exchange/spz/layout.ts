/** The mark of SPZ, “NGSP”, as a little-endian number. */
export const MAGIC = 0x5053474e;

/** Bytes of the header up to version 3. */
export const HEADER = 16;

/** Number of vectors of SH coefficients above degree 0, by degree. */
export const VECTORS = [0, 3, 8, 15, 24] as const;

/** Colours are stored as bytes of `COLOUR` · coefficient + 0.5, sizes as bytes of 16 · (logarithm + 10). */
export const COLOUR = 0.15;

/** The parts of a file in their order, with their bytes per Gaussian. */
export const partSizes = (version: number, degree: number) => ({
  positions: version === 1 ? 6 : 9,
  alphas: 1,
  colours: 3,
  scales: 3,
  rotations: version < 3 ? 3 : 4,
  sh: 3 * VECTORS[degree],
});

export type Part = keyof ReturnType<typeof partSizes>;

export const PARTS: readonly Part[] = [
  'positions',
  'alphas',
  'colours',
  'scales',
  'rotations',
  'sh',
];

/** Half a turn about X: between the axes of SPZ (Y up, Z back) and those of viewers of PLY files (−Y up). */
export const HALF_TURN = {
  scale: 1,
  rotation: [1, 0, 0, 0, -1, 0, 0, 0, -1],
  translation: [0, 0, 0],
} as const;
