import { LogLevel, SceneFormat, SceneRevealMode, Viewer } from '@mkkellogg/gaussian-splats-3d';
import { makeStage } from './three.mjs';
import { readBack } from './view.mjs';

/** gaussian-splats-3d. A worker computes the distances of all Gaussians and sorts them (counting sort, in WASM). */
export async function open(ply, shot) {
  const { renderer, camera, pointCamera, scene, gl } = makeStage(shot);
  pointCamera({ ...shot, azimuthDeg: 0 });
  const viewer = new Viewer({
    rootElement: document.body,
    renderer,
    camera,
    threeScene: scene,
    selfDrivenMode: false,
    useBuiltInControls: false,
    sharedMemoryForWorkers: false,
    gpuAcceleratedSort: false,
    sceneRevealMode: SceneRevealMode.Instant,
    logLevel: LogLevel.None,
  });
  await viewer.addSplatScene(ply, {
    format: SceneFormat.Ply,
    showLoadingUI: false,
    splatAlphaRemovalThreshold: 1,
  }).promise;
  return {
    async frame(now) {
      pointCamera(now);
      const start = performance.now();
      while (viewer.sortRunning) await viewer.sortPromise;
      await viewer.runSplatSort(true, true);
      await viewer.sortPromise;
      const sortMs = performance.now() - start;
      viewer.update();
      viewer.render();
      return { pixels: readBack(gl, now.size), sortMs };
    },
  };
}
