import { iou } from './measure.ts';
import { extentOf, matchExtent, plainSight, type Draw, type Extent, type Sight } from './sight.ts';

/** A square mask at any size. */
export type Target = (size: number) => boolean[];

export interface Fit {
  sight: Sight;
  /** At `FINE`. */
  iou: number;
}

/** Sides of the pictures that are compared, pixels. */
const COARSE = 64;
export const FINE = 192;

const BOUNDS = { azimuth: 20, elevation: [-20, 60], roll: 15 } as const;

const range = (from: number, to: number, step: number) =>
  Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, i) => from + i * step);

/** Coordinate search with halving steps. `score` is −∞ where a sight is out of bounds. */
function climb(
  start: Sight,
  steps: Partial<Sight>,
  halvings: number,
  score: (sight: Sight) => number,
): Sight {
  let best = { sight: start, value: score(start) };
  for (let round = 0; round <= halvings; round++)
    for (let sweep = 0, better = true; better && sweep < 3; sweep++) {
      better = false;
      for (const [key, step] of Object.entries(steps))
        for (const sign of [-1, 1]) {
          const by = (sign * step) / 2 ** round;
          const sight = { ...best.sight, [key]: best.sight[key as keyof Sight] + by };
          const value = score(sight);
          if (value <= best.value) continue;
          best = { sight, value };
          better = true;
        }
    }
  return best.sight;
}

/**
 * The camera from which a cloud's outline fits a mask best, near a known azimuth. A grid of azimuths (±20°), elevations
 * (−20…60°) and rolls, each with the mask's area and centre of mass; the best of every azimuth climbs in azimuth,
 * elevation and roll (±15°), with that area and centre, then in scale and shift too.
 * The distance is the rig's: the scale stands in for it.
 */
export function fitNear(draw: Draw, target: Target, azimuthDeg: number): Fit {
  const [small, middle, fine] = [COARSE, FINE / 2, FINE].map(target);
  const wish = extentOf(middle, FINE / 2);
  if (!wish) throw new Error('The mask is empty.');
  const best = (fits: Fit[]) => fits.reduce((a, b) => (b.iou > a.iou ? b : a));
  const starts = range(-BOUNDS.azimuth, BOUNDS.azimuth, 10).map((off) =>
    best(
      range(...BOUNDS.elevation, 10)
        .flatMap((el) =>
          [-8, 0, 8].map((rollDeg) => ({ ...plainSight(azimuthDeg + off, el), rollDeg })),
        )
        .map((sight) => matchExtent(draw, sight, wish, COARSE))
        .map((sight) => ({ sight, iou: iou(draw(sight, COARSE), small) })),
    ),
  );
  const within = ({ azimuthDeg: azimuth, elevationDeg, rollDeg }: Sight) =>
    Math.abs(azimuth - azimuthDeg) <= BOUNDS.azimuth &&
    elevationDeg >= BOUNDS.elevation[0] &&
    elevationDeg <= BOUNDS.elevation[1] &&
    Math.abs(rollDeg) <= BOUNDS.roll;
  const against =
    (mask: boolean[], size: number, moved: (sight: Sight) => Sight) => (sight: Sight) =>
      within(sight) ? iou(draw(moved(sight), size), mask) : -Infinity;
  const matched = (sight: Sight) => matchExtent(draw, sight, wish, FINE / 2);
  const asIs = (sight: Sight) => sight;
  // First the angles alone, the extent following: the search goes along its axes, and they are not independent.
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
      .map((sight) => climb(sight, all, 3, against(middle, FINE / 2, asIs)))
      .map((sight) => ({ sight, iou: iou(draw(sight, FINE), fine) })),
  );
}

/**
 * For each mask the azimuth (0…360°) and elevation (in the given range) from which a cloud's outline fits it best,
 * both centred by pixel_based first: that gives scale and shift, there is no roll.
 * @param centred area and centre that the masks were centred to
 */
export function fitAround(
  draw: Draw,
  targets: readonly Target[],
  centred: Extent,
  elevations: readonly [number, number],
): Fit[] {
  const placed = (sight: Sight, size: number) =>
    matchExtent(draw, plainSight(sight.azimuthDeg, sight.elevationDeg), centred, size);
  const ring = range(0, 350, 10).flatMap((azimuth) =>
    range(...elevations, 10).map((elevation) => placed(plainSight(azimuth, elevation), COARSE)),
  );
  const views = ring.map((sight) => ({ sight, drawn: draw(sight, COARSE) }));
  return targets.map((target) => {
    const [small, middle] = [COARSE, FINE / 2].map(target);
    const [start] = views
      .map(({ sight, drawn }) => ({ sight, value: iou(drawn, small) }))
      .sort((a, b) => b.value - a.value);
    const score = (sight: Sight) =>
      sight.elevationDeg < elevations[0] || sight.elevationDeg > elevations[1]
        ? -Infinity
        : iou(draw(placed(sight, FINE / 2), FINE / 2), middle);
    const best = climb(start.sight, { azimuthDeg: 4, elevationDeg: 4 }, 2, score);
    const sight = placed(best, FINE);
    return { sight, iou: iou(draw(sight, FINE), target(FINE)) };
  });
}
