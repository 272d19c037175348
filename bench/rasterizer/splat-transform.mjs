// @playcanvas/splat-transform's offline renderer in this process, on the same Dawn as ours.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { cache } from './prepare.mjs';

const load = (name, file) =>
  import(pathToFileURL(path.join(cache, 'node_modules', name, file)).href);

/** PlayCanvas looks for a page around it; this is as much of one as its WebGPU device asks for. */
function pretendPage(gpu) {
  const canvas = () => ({
    width: 16,
    height: 16,
    getContext: () => null,
    getBoundingClientRect: () => ({
      left: 0,
      top: 0,
      width: 16,
      height: 16,
      right: 16,
      bottom: 16,
    }),
  });
  globalThis.document = { createElement: (type) => (type === 'canvas' ? canvas() : {}) };
  globalThis.window = { navigator: { userAgent: 'node.js', gpu } };
  return globalThis.document.createElement('canvas');
}

/** World (Z up) to the axes of our PLY files, in which it sees them. */
const toFile = ([x, y, z]) => [-x, -z, -y];

/** Opens it on `gpu`; `draw` resolves with RGBA bytes on the host. */
export async function openSplatTransform(gpu) {
  // Loaded first: with a page around it PlayCanvas would take itself to be in a browser.
  const { Vec3, WebgpuGraphicsDevice } = await load('playcanvas', 'build/playcanvas.mjs');
  const peer = await load('@playcanvas/splat-transform', 'dist/index.mjs');
  const canvas = pretendPage(gpu);
  const device = new WebgpuGraphicsDevice(canvas, {
    antialias: false,
    depth: false,
    stencil: false,
  });
  await device.createDevice();
  let table;
  return {
    async load(file) {
      const files = new peer.MemoryReadFileSystem();
      files.set('cloud.ply', new Uint8Array(readFileSync(file)));
      table = await peer.readPly(await files.createSource('cloud.ply'));
    },
    draw(azimuthDeg, { elevationDeg, radius, fovDeg, size }) {
      const [az, el] = [azimuthDeg, elevationDeg].map((deg) => (deg * Math.PI) / 180);
      const flat = radius * Math.cos(el);
      const eye = [flat * Math.cos(az), flat * Math.sin(az), radius * Math.sin(el)];
      const camera = {
        position: new Vec3(...toFile(eye)),
        target: new Vec3(0, 0, 0),
        up: new Vec3(...toFile([0, 0, 1])),
        fovY: (fovDeg * Math.PI) / 180,
        width: size,
        height: size,
        near: 0.2,
      };
      return peer.renderSplats(device, table, camera, { r: 1, g: 1, b: 1, a: 1 });
    },
    close: () => device.destroy(),
  };
}
