import * as pc from 'playcanvas';
import { eyeOf, readBack, UP } from './view.mjs';

/**
 * PlayCanvas on WebGL2. It sorts in a worker and meanwhile draws in the old order. Therefore each view is drawn twice:
 * first to start the sort, then in the new order. `ms` is the time of the second drawing plus the worker's sorting time.
 */
export async function openEngine(ply, { size, fovDeg }, settings) {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [size, size];
  document.body.append(canvas);
  const graphicsDevice = await pc.createGraphicsDevice(canvas, {
    deviceTypes: [pc.DEVICETYPE_WEBGL2],
    antialias: false,
  });
  graphicsDevice.maxPixelRatio = 1;
  const app = new pc.Application(canvas, { graphicsDevice });
  app.setCanvasFillMode(pc.FILLMODE_NONE, size, size);
  app.setCanvasResolution(pc.RESOLUTION_FIXED, size, size);
  const camera = new pc.Entity('camera');
  const clearColor = new pc.Color(1, 1, 1, 1);
  camera.addComponent('camera', { fov: fovDeg, nearClip: 0.05, farClip: 50, clearColor });
  app.root.addChild(camera);
  Object.assign(app.scene.gsplat, settings);
  app.start();

  const asset = new pc.Asset('cloud', 'gsplat', { url: ply, filename: 'cloud.ply' });
  app.assets.add(asset);
  await new Promise((resolve, reject) => {
    asset.once('load', resolve);
    asset.once('error', reject);
    app.assets.load(asset);
  });
  const splat = new pc.Entity('splat');
  splat.addComponent('gsplat', { asset });
  app.root.addChild(splat);
  const pointCamera = (shot) => {
    camera.setPosition(...eyeOf(shot));
    camera.lookAt(new pc.Vec3(0, 0, 0), new pc.Vec3(...UP));
  };
  let sorts = 0;
  let workerMs = 0;
  app.scene.on('gsplat:sorted', (ms) => {
    sorts += 1;
    workerMs = ms;
  });
  const sorted = async (before) => {
    const end = performance.now() + 120_000;
    while (sorts === before && performance.now() < end) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    if (sorts === before) throw new Error('PlayCanvas did not sort within two minutes.');
  };
  pointCamera({ azimuthDeg: 0, elevationDeg: 20, radius: 2.7 });
  await sorted(0);
  app.autoRender = false;
  const gl = graphicsDevice.gl;
  return {
    async frame(now) {
      pointCamera(now);
      const before = sorts;
      app.render();
      readBack(gl, size);
      await sorted(before);
      const start = performance.now();
      app.render();
      const pixels = readBack(gl, size);
      return { pixels, sortMs: workerMs, ms: performance.now() - start + workerMs };
    },
  };
}
