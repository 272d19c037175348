/** A camera of the rig in these tests, with the numbers that OpenCV computed for it. */
export interface RigCamera {
  name: string;
  size: [width: number, height: number];
  k: number[];
  distortion: number[];
  rotationVector: number[];
  rotation: number[];
  translation: number[];
  /** Where `POINTS` are drawn, pixels. */
  pixels: [x: number, y: number][];
}

/** Points of the world, millimetres. */
export const POINTS: readonly (readonly number[])[] = [
  [10, -20, 30],
  [-40, 15, 5],
  [0, 25, -12],
];

/**
 * Three cameras like those of a lab, with lens distortion. Recorded with OpenCV 5.0.0:
 *     rotation = cv2.Rodrigues(rotationVector)[0]
 *     pixels = cv2.projectPoints(POINTS, rotationVector, translation, k, distortion)[0]
 */
export const RIG: readonly RigCamera[] = [
  {
    name: 'Camera1',
    size: [1152, 1024],
    k: [1667.5, 0, 603.9, 0, 1674.25, 493, 0, 0, 1],
    distortion: [-0.16, 0.94, -0.0011, -0.0038, -2.7],
    rotationVector: [1.2, -0.7, 0.9],
    rotation: [
      ...[0.48550474434230717, -0.8742130969352893, 0.006050154371698757],
      ...[0.20932692039304013, 0.10952744213091628, -0.9716923277555629],
      ...[0.8488035011826216, 0.47302769534887606, 0.2361724281389637],
    ],
    translation: [10.3, 6.4, 236.7],
    pixels: [
      [828.1035546908275, 336.1198970087827],
      [428.5344093645231, 451.84897023816916],
      [525.0207655005931, 634.5354508830123],
    ],
  },
  {
    name: 'Camera2',
    size: [1152, 1024],
    k: [1637.4, 0, 618.5, 0, 1648.6, 433.3, 0, 0, 1],
    distortion: [-0.15, 0.9, -0.011, -0.0015, -3],
    rotationVector: [-0.5, 1.9, -1.4],
    rotation: [
      ...[-0.67076801537417, 0.10165795076956657, 0.7346672243923297],
      ...[-0.6715788177733228, 0.33709204416931504, -0.6598112194226],
      ...[-0.3147255329158777, -0.9359672081879178, -0.15783923507078934],
    ],
    translation: [-32.4, 49.7, 410.2],
    pixels: [
      [544.3014874740778, 497.55797594264675],
      [616.9330456016, 746.3845897255749],
      [456.8018697916266, 710.4559193931163],
    ],
  },
  {
    name: 'Camera3',
    size: [1280, 1024],
    k: [1657, 0, 617, 0, 1665.1, 479.9, 0, 0, 1],
    distortion: [0.3, -0.2, 0.0015, -0.0007, 0.05],
    rotationVector: [0.1, -2.2, 0.3],
    rotation: [
      ...[-0.6033778140599904, -0.17885442236167376, -0.7771398259656108],
      ...[0.035753765528733425, 0.9674771234470592, -0.25041901656447835],
      ...[0.7966535518973754, -0.1788829539343426, -0.5773595128176375],
    ],
    translation: [5, -12.25, 300.5],
    pixels: [
      [499.4619750897666, 259.6280489199348],
      [759.4297361197309, 477.25386243156896],
      [670.9553454854288, 562.126507274272],
    ],
  },
];

/** Numbers as rows of `columns` numbers. */
export const rowsOf = (numbers: readonly number[], columns = 3): number[][] =>
  Array.from({ length: numbers.length / columns }, (_, row) =>
    numbers.slice(row * columns, (row + 1) * columns),
  );

/** A 3 × 3 matrix with rows and columns exchanged. */
export const transposed = (m: readonly number[]): number[] =>
  [0, 3, 6, 1, 4, 7, 2, 5, 8].map((at) => m[at]);
