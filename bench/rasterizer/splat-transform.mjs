// Runs the offline renderer of @playcanvas/splat-transform in this process, on the same Dawn as the project's rasterizer.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { cache } from './prepare.mjs';

const load = (name, file) =>
  import(pathToFileURL(path.join(cache, 'node_modules', name, file)).href);

/** PlayCanvas expects a web page. Defines the globals of a page that PlayCanvas's WebGPU device uses. */
function imitatePage(gpu) {
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

/** A point of the world (Z up) in the coordinates of the standard PLY, in which splat-transform draws. */
const toFile = ([x, y, z]) => [-x, -z, -y];

/** Opens splat-transform on `gpu`. `draw` resolves with the picture's RGBA bytes in the CPU's memory. */
export async function openSplatTransform(gpu) {
  // These imports come before `imitatePage`. After it, PlayCanvas would conclude that it runs in a browser.
  const { Vec3, WebgpuGraphicsDevice } = await load('playcanvas', 'build/playcanvas.mjs');
  const peer = await load('@playcanvas/splat-transform', 'dist/index.mjs');
  const canvas = imitatePage(gpu);
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
