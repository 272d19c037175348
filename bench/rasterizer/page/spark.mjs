import { SparkRenderer, SplatMesh } from '@sparkjsdev/spark';
import { makeStage } from './three.mjs';
import { readBack } from './view.mjs';

/** Spark. The GPU computes the distances, and a worker sorts them. Level of detail is off. */
export async function open(ply, shot) {
  const { renderer, camera, pointCamera, scene, gl } = makeStage(shot);
  const spark = new SparkRenderer({ renderer, autoUpdate: false, enableLod: false });
  const mesh = new SplatMesh({ url: ply });
  scene.add(spark, mesh);
  await mesh.initialized;
  return {
    async frame(now) {
      pointCamera(now);
      const start = performance.now();
      await spark.update({ scene, camera });
      const sortMs = performance.now() - start;
      renderer.render(scene, camera);
      return { pixels: readBack(gl, now.size), sortMs };
    },
  };
}
