import { iou } from '../measure.ts';
import {
  extentOf,
  matchExtent,
  orbitViewpoint,
  type DrawMask,
  type Extent,
  type Viewpoint,
} from './viewpoint.ts';

/** Makes a square mask of any size. */
export type Target = (size: number) => boolean[];

export interface Fit {
  /** The viewpoint that fits best. The name is a key of the report of real.mjs. */
  sight: Viewpoint;
  /** IoU of the outline with the mask, at the size `FINE`. */
  iou: number;
}

/** Sizes in pixels of the masks that are compared. */
const COARSE = 64;
export const FINE = 192;

const BOUNDS = { azimuth: 20, elevation: [-20, 60], roll: 15 } as const;

const range = (from: number, to: number, step: number) =>
  Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, i) => from + i * step);

/** Coordinate search whose steps are halved. `score` must be −∞ for a viewpoint out of bounds. */
function climb(
  start: Viewpoint,
  steps: Partial<Viewpoint>,
  halvings: number,
  score: (sight: Viewpoint) => number,
): Viewpoint {
  let best = { sight: start, value: score(start) };
  for (let round = 0; round <= halvings; round++)
    for (let sweep = 0, better = true; better && sweep < 3; sweep++) {
      better = false;
      for (const [key, step] of Object.entries(steps))
        for (const sign of [-1, 1]) {
          const by = (sign * step) / 2 ** round;
          const sight = { ...best.sight, [key]: best.sight[key as keyof Viewpoint] + by };
          const value = score(sight);
          if (value <= best.value) continue;
          best = { sight, value };
          better = true;
        }
    }
  return best.sight;
}

/**
 * Finds the viewpoint near a known azimuth from which a cloud's outline fits a mask best.
 *
 * The search starts from a grid of azimuths (±20°), elevations (−20…60°) and rolls. Scale and shift give the outline the
 * area and the centre of mass of the mask. The best start of every azimuth is refined in azimuth, elevation and roll
 * (±15°), with the same area and centre. Then scale and shift are refined too. The distance is that of the rig.
 * @throws if the mask is empty
 */
export function fitNear(draw: DrawMask, target: Target, azimuthDeg: number): Fit {
  const [small, middle, fine] = [COARSE, FINE / 2, FINE].map(target);
  const extent = extentOf(middle, FINE / 2);
  if (!extent) throw new Error('The mask is empty.');
  const best = (fits: Fit[]) => fits.reduce((a, b) => (b.iou > a.iou ? b : a));
  const starts = range(-BOUNDS.azimuth, BOUNDS.azimuth, 10).map((off) =>
    best(
      range(...BOUNDS.elevation, 10)
        .flatMap((el) =>
          [-8, 0, 8].map((rollDeg) => ({ ...orbitViewpoint(azimuthDeg + off, el), rollDeg })),
        )
        .map((sight) => matchExtent(draw, sight, extent, COARSE))
        .map((sight) => ({ sight, iou: iou(draw(sight, COARSE), small) })),
    ),
  );
  const within = ({ azimuthDeg: azimuth, elevationDeg, rollDeg }: Viewpoint) =>
    Math.abs(azimuth - azimuthDeg) <= BOUNDS.azimuth &&
    elevationDeg >= BOUNDS.elevation[0] &&
    elevationDeg <= BOUNDS.elevation[1] &&
    Math.abs(rollDeg) <= BOUNDS.roll;
  const against =
    (mask: boolean[], size: number, moved: (sight: Viewpoint) => Viewpoint) =>
    (sight: Viewpoint) => (within(sight) ? iou(draw(moved(sight), size), mask) : -Infinity);
  const matched = (sight: Viewpoint) => matchExtent(draw, sight, extent, FINE / 2);
  const unchanged = (sight: Viewpoint) => sight;
  // At first only the angles change, and the extent is matched, because the parameters depend on each other.
  const angles = { azimuthDeg: 5, elevationDeg: 5, rollDeg: 5 };
  const all = {
    azimuthDeg: 2,
    elevationDeg: 2,
    rollDeg: 2,
    scale: 0.04,
    shiftX: 0.01,
    shiftY: 0.01,
  };
  return best(
    starts
      .map(({ sight }) => matched(climb(sight, angles, 2, against(middle, FINE / 2, matched))))
      .map((sight) => climb(sight, all, 3, against(middle, FINE / 2, unchanged)))
      .map((sight) => ({ sight, iou: iou(draw(sight, FINE), fine) })),
  );
}

/**
 * Finds, for each mask, the azimuth (0…360°) and elevation (in the given range) from which a cloud's outline fits this
 * mask best. Mask and outline are centred by pixel_based, which gives scale and shift. The roll is 0.
 * @param centred area and centre of mass of the centred masks
 */
export function fitAround(
  draw: DrawMask,
  targets: readonly Target[],
  centred: Extent,
  elevations: readonly [number, number],
): Fit[] {
  const placed = (sight: Viewpoint, size: number) =>
    matchExtent(draw, orbitViewpoint(sight.azimuthDeg, sight.elevationDeg), centred, size);
  const ring = range(0, 350, 10).flatMap((azimuth) =>
    range(...elevations, 10).map((elevation) => placed(orbitViewpoint(azimuth, elevation), COARSE)),
  );
  const views = ring.map((sight) => ({ sight, drawn: draw(sight, COARSE) }));
  return targets.map((target) => {
    const [small, middle] = [COARSE, FINE / 2].map(target);
    const [start] = views
      .map(({ sight, drawn }) => ({ sight, value: iou(drawn, small) }))
      .sort((a, b) => b.value - a.value);
    const score = (sight: Viewpoint) =>
      sight.elevationDeg < elevations[0] || sight.elevationDeg > elevations[1]
        ? -Infinity
        : iou(draw(placed(sight, FINE / 2), FINE / 2), middle);
    const best = climb(start.sight, { azimuthDeg: 4, elevationDeg: 4 }, 2, score);
    const sight = placed(best, FINE);
    return { sight, iou: iou(draw(sight, FINE), target(FINE)) };
  });
}
