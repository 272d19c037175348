/**
 * Draws clouds as the 3D view does and with the rasterizer in TypeScript, and compares the pictures. Vite's
 * development server serves this page. `view3d-exact.spec.ts` reads `window.compared`.
 */
import { orbitCamera } from '../../src/core/camera/orbit.ts';
import { readPly } from '../../src/core/ply/index.ts';
import type { GaussianCloud } from '../../src/core/gaussians/gaussian-cloud.ts';
import { rasterizeCpu } from '../../src/core/rasterize/rasterize.ts';
import { randomCloud } from '../../src/test/random-clouds.ts';
import type { Drawer } from '../../src/worker/view3d/protocol.ts';
import { SoftwareScene } from '../../src/worker/view3d/software-scene.ts';
import { WebGlScene } from '../../src/worker/view3d/webgl-scene.ts';

/** PSNR in dB over white, over all pixels and over those that the splat covers. */
export interface Compared {
  all: number;
  covered: number;
}

declare global {
  interface Window {
    compared: Promise<Record<string, Compared>>;
  }
}

const decibels = (sum: number, count: number) => 10 * Math.log10(count / Math.max(1e-12, sum));

async function compared(
  cloud: GaussianCloud,
  size: number,
  azimuthDeg: number,
  drawer: Drawer = 'webgl',
): Promise<Compared> {
  const camera = orbitCamera(azimuthDeg, 20, 2.7, 31, size);
  const canvas = new OffscreenCanvas(size, size);
  const scene = drawer === 'webgl' ? WebGlScene.on(canvas)! : new SoftwareScene(canvas);
  scene.load(cloud);
  await scene.draw({ camera, style: 'splats', floor: false, unhurried: true });
  const copy = new OffscreenCanvas(size, size).getContext('2d')!;
  copy.fillStyle = '#fff';
  copy.fillRect(0, 0, size, size);
  copy.drawImage(scene.canvas, 0, 0);
  const { data } = copy.getImageData(0, 0, size, size);
  if (scene instanceof WebGlScene) scene.dispose();
  const { rgba } = rasterizeCpu(cloud, camera, { background: 'white' });
  const [sums, counts] = [
    [0, 0],
    [0, 0],
  ];
  for (let p = 0; p < size * size; p++)
    for (let k = 0; k < 3; k++) {
      const error = (data[4 * p + k] / 255 - Math.min(1, rgba[4 * p + k])) ** 2;
      const covers = rgba[4 * p + 3] > 0.02 ? 1 : 0;
      sums[0] += error;
      counts[0] += 1;
      sums[1] += covers * error;
      counts[1] += covers;
    }
  return { all: decibels(sums[0], counts[0]), covered: decibels(sums[1], counts[1]) };
}

async function measure(): Promise<Record<string, Compared>> {
  const result: Record<string, Compared> = {};
  const ply = new URLSearchParams(location.search).get('ply');
  if (ply) {
    const cloud = readPly(new Uint8Array(await (await fetch(ply)).arrayBuffer()));
    for (const azimuth of [270, 30, 150])
      result[`${ply} ${azimuth}`] = await compared(cloud, 1000, azimuth);
    return result;
  }
  const [plain, directional] = [
    randomCloud(3, { count: 3000 }),
    randomCloud(4, { count: 1500, sh: 2 }),
  ];
  result.plain = await compared(plain, 400, 270);
  result.directional = await compared(directional, 400, 40);
  result.software = await compared(directional, 400, 40, 'software');
  return result;
}

window.compared = measure();
