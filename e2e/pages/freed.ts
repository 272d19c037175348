/**
 * Uses workers and the 3D viewer several times, and counts what is still there. The browser needs
 * --js-flags=--expose-gc. Vite's development server serves this page. `freed.spec.ts` reads `window.freed`.
 */
import { orbitCamera } from '../../src/core/camera/orbit.ts';
import { randomCloud } from '../../src/test/random-clouds.ts';
import { RasterizerPool } from '../../src/worker/rasterizer-pool.ts';
import { WebGlScene } from '../../src/worker/view3d/webgl-scene.ts';

export interface Freed {
  /** Clouds that were drawn by workers which have ended since. */
  clouds: number;
  /** How many of them were not collected. */
  cloudsKept: number;
  /** Buffers and vertex arrays of WebGL while the first splat is shown. */
  first: GlObjects;
  /** The same while the last splat is shown. */
  last: GlObjects;
}

interface GlObjects {
  buffers: number;
  vertexArrays: number;
}

declare global {
  interface Window {
    freed: Promise<Freed>;
  }
}

declare const gc: (options: { type: 'major'; execution: 'async' }) => Promise<void>;

const CLOUDS = 4;
const SPLATS = 4;

/** Draws a cloud in a worker. The worker is ended once with a picture finished, and once before. */
async function drawn(seed: number): Promise<WeakRef<object>> {
  const cloud = randomCloud(seed);
  const pool = await RasterizerPool.open(1);
  await pool.load(cloud);
  const picture = pool.render(orbitCamera(0, 20, 2.7, 50, 64));
  if (seed % 2) await picture;
  pool.dispose();
  await picture.catch(() => undefined);
  return new WeakRef(cloud);
}

async function cloudsKept(): Promise<number> {
  const clouds: WeakRef<object>[] = [];
  for (let seed = 0; seed < CLOUDS; seed++) clouds.push(await drawn(seed));
  // Several times: finalizers that run after one collection let the next one free more.
  for (let times = 0; times < 4; times++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    await gc({ type: 'major', execution: 'async' });
  }
  return clouds.filter((cloud) => cloud.deref()).length;
}

/** Counts from now on. */
function countGlObjects(): GlObjects {
  const live = { buffers: 0, vertexArrays: 0 };
  const { prototype } = WebGL2RenderingContext;
  const count = (name: 'Buffer' | 'VertexArray', key: keyof GlObjects) => {
    for (const [verb, step] of [
      ['create', 1],
      ['delete', -1],
    ] as const) {
      const method: (...args: never[]) => unknown = prototype[`${verb}${name}`];
      Reflect.set(prototype, `${verb}${name}`, function (this: object, ...args: unknown[]) {
        live[key] += step;
        return Reflect.apply(method, this, args);
      });
    }
  };
  count('Buffer', 'buffers');
  count('VertexArray', 'vertexArrays');
  return live;
}

async function splatsShown(): Promise<Pick<Freed, 'first' | 'last'>> {
  const live = countGlObjects();
  const scene = WebGlScene.on(new OffscreenCanvas(64, 64))!;
  const shot = {
    camera: orbitCamera(0, 20, 2.7, 31, 64),
    style: 'splats',
    floor: true,
    unhurried: true,
  } as const;
  const shown: GlObjects[] = [];
  for (let seed = 0; seed < SPLATS; seed++) {
    scene.load(randomCloud(seed));
    scene.draw(shot);
    scene.finish();
    shown.push({ ...live });
    document.title = `${seed + 1} splats`;
  }
  return { first: shown[0], last: shown[SPLATS - 1] };
}

async function measure(): Promise<Freed> {
  const kept = await cloudsKept();
  document.title = 'clouds drawn';
  return { clouds: CLOUDS, cloudsKept: kept, ...(await splatsShown()) };
}

window.freed = measure();
