import { orbitCamera } from '../core/camera/orbit.ts';
import type { Camera } from '../core/camera/camera.ts';
import {
  emptyCloud,
  shRestSize,
  type GaussianCloud,
  type ShRest,
} from '../core/gaussians/gaussian-cloud.ts';

/** A generator of numbers in 0…1, the same on every machine. */
const randomNumbers = (seed: number) => {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
};

type Random = () => number;

/** The properties in which a cloud differs from the ordinary random cloud. */
interface Recipe {
  count?: number;
  position?: (random: Random, i: number) => number[];
  logScale?: (random: Random) => number[];
  logit?: (random: Random, i: number) => number;
  rotation?: (random: Random, i: number) => number[];
  /** Degree of the spherical harmonics. */
  sh?: ShRest['degree'];
}

const spread = (random: Random, size: number) => size * (2 * random() - 1);

/** A cloud of 1500 random Gaussians within ±0.9, changed by `recipe`. */
export function randomCloud(seed: number, recipe: Recipe = {}): GaussianCloud {
  const random = randomNumbers(seed);
  const cloud = emptyCloud(recipe.count ?? 1500);
  const three = (f: () => number) => [f(), f(), f()];
  for (let i = 0; i < cloud.count; i++) {
    cloud.xyz.set(recipe.position?.(random, i) ?? three(() => spread(random, 0.9)), 3 * i);
    cloud.shDc.set(
      three(() => spread(random, 2)),
      3 * i,
    );
    cloud.logScale.set(
      recipe.logScale?.(random) ?? three(() => Math.log(0.01 + 0.04 * random())),
      3 * i,
    );
    cloud.opacityLogit[i] = recipe.logit?.(random, i) ?? spread(random, 4);
    cloud.rotation.set(
      recipe.rotation?.(random, i) ?? [...three(() => spread(random, 1)), spread(random, 1)],
      4 * i,
    );
  }
  if (recipe.sh) {
    const rest = new Float32Array(3 * shRestSize(recipe.sh) * cloud.count);
    for (let k = 0; k < rest.length; k++) rest[k] = spread(random, 0.6);
    cloud.sh = { degree: recipe.sh, rest };
  }
  return cloud;
}

/** A cloud to rasterize, and the camera. */
interface RasterCase {
  name: string;
  cloud: GaussianCloud;
  camera: Camera;
}

const camera = (change: Partial<Camera> = {}): Camera => ({
  ...orbitCamera(250, 20, 2.7, 50, 96),
  ...change,
});

/** A camera that points along the world's Y axis. Depth is the sum y + 2.75, without other terms. */
const straight = camera({
  w2c: new Float64Array([1, 0, 0, 0, 0, 0, -1, 0, 0, 1, 0, 2.75, 0, 0, 0, 1]),
});

const size = (...sigmas: number[]) => sigmas.map(Math.log);

function brokenHarmonics(cloud: GaussianCloud): GaussianCloud {
  cloud.sh?.rest.set([NaN], 45 * 7 + 3);
  cloud.sh?.rest.set([Infinity], 45 * 100 + 44);
  return cloud;
}

/** Clouds for tests. Each tests one special case of the rasterizer's rules. */
export const rasterCases: readonly RasterCase[] = [
  { name: 'ordinary', cloud: randomCloud(1), camera: camera() },
  {
    name: 'needles',
    cloud: randomCloud(2, { logScale: (r) => size(0.4 * r() + 0.05, 0.0005, 0.0005) }),
    camera: camera(),
  },
  {
    name: 'discs',
    cloud: randomCloud(3, { logScale: (r) => size(0.2 * r(), 0.2 * r(), 1e-4) }),
    camera: camera(),
  },
  {
    name: 'huge Gaussians',
    cloud: randomCloud(4, { count: 60, logScale: (r) => size(3 * r(), 2, 5), logit: () => -3 }),
    camera: camera(),
  },
  {
    name: 'smaller than a pixel',
    cloud: randomCloud(5, { count: 4000, logScale: () => size(1e-4, 1e-5, 1e-7) }),
    camera: camera(),
  },
  {
    name: 'around and behind the camera',
    cloud: randomCloud(6, { position: (r) => [spread(r, 3), spread(r, 3), spread(r, 3)] }),
    camera: camera(),
  },
  {
    name: 'opacities at both ends',
    cloud: randomCloud(7, {
      logit: (_, i) => [-20, 20, -5.6, -5.5, 12, -Infinity, Infinity][i % 7],
    }),
    camera: camera(),
  },
  {
    name: 'equal depths',
    cloud: randomCloud(8, {
      position: (r, i) => [spread(r, 0.9), (i % 3) / 4, spread(r, 0.9)],
      logit: (r) => spread(r, 2) + 1,
    }),
    camera: straight,
  },
  {
    name: 'quaternions of any length, zero included',
    cloud: randomCloud(9, {
      rotation: (r, i) =>
        i % 4 === 0 ? [0, 0, 0, 0] : [0, 0, 0, 0].map(() => spread(r, 10 ** ((i % 9) - 4))),
      logScale: (r) => size(0.1 * r(), 0.02, 0.005),
    }),
    camera: camera(),
  },
  {
    name: 'a wide picture with its principal point off centre',
    cloud: randomCloud(10),
    camera: camera({ width: 131, height: 57, fx: 90, fy: 71, cx: 40.3, cy: 35.9 }),
  },
  {
    name: 'a tall picture narrower than a tile',
    cloud: randomCloud(11),
    camera: camera({ width: 9, height: 83, fx: 80, fy: 80, cx: 3, cy: 41 }),
  },
  {
    name: 'values that are not finite',
    cloud: randomCloud(12, {
      position: (r, i) => [i % 5 ? spread(r, 0.9) : NaN, spread(r, 0.9), i % 7 ? 0.1 : Infinity],
      logScale: (r) => size(0.05 * r(), 0.02, r() < 0.1 ? NaN : r() < 0.1 ? Infinity : 0.02),
      logit: (r) => (r() < 0.1 ? NaN : spread(r, 4)),
    }),
    camera: camera(),
  },
  {
    name: 'one Gaussian',
    cloud: randomCloud(13, { count: 1, position: () => [0, 0, 0] }),
    camera: camera(),
  },
  {
    name: 'colour by direction, degree 1',
    cloud: randomCloud(14, { sh: 1 }),
    camera: camera(),
  },
  {
    name: 'colour by direction, degree 2, camera inside the cloud',
    cloud: randomCloud(15, { sh: 2, position: (r) => [spread(r, 3), spread(r, 3), spread(r, 3)] }),
    camera: camera({ width: 70, height: 110, fx: 40, fy: 90, cx: 90, cy: -12 }),
  },
  {
    name: 'colour by direction, degree 3, some of it not finite',
    cloud: brokenHarmonics(randomCloud(16, { sh: 3 })),
    camera: camera(),
  },
  {
    name: 'needles and discs over many tiles',
    cloud: randomCloud(17, {
      count: 600,
      logScale: (r) => size(2 * r() ** 3 + 0.01, 0.003, 0.3 * r() ** 4 + 1e-4),
    }),
    camera: camera({ width: 330, height: 210, fx: 330, fy: 300, cx: 150, cy: 90 }),
  },
  {
    name: 'a camera far away, with the cloud in a few pixels',
    cloud: randomCloud(18),
    camera: camera({ w2c: orbitCamera(10, -40, 400, 50, 96).w2c }),
  },
  {
    name: 'opaque discs, edge on',
    cloud: randomCloud(19, {
      logScale: (r) => size(0.3 * r() + 0.01, 1e-6, 0.3 * r() + 0.01),
      rotation: () => [1, 0, 0, 0],
      logit: () => 6,
    }),
    camera: straight,
  },
  { name: 'no Gaussians', cloud: emptyCloud(0), camera: camera() },
];

/** Peak signal-to-noise ratio in dB of two pictures with values in 0…1. */
export function psnr(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length) throw new Error(`pictures of ${a.length} and ${b.length} numbers`);
  let square = 0;
  for (let i = 0; i < a.length; i++) square += (a[i] - b[i]) ** 2;
  return -10 * Math.log10(square / a.length);
}
