import { SparkRenderer, SplatMesh } from '@sparkjsdev/spark';
import { makeStage } from './three.mjs';
import { readBack } from './view.mjs';

/** Spark: distances on the GPU, read back, sorted in a worker; level of detail off. */
export async function open(ply, shot) {
  const { renderer, camera, look, scene, gl } = makeStage(shot);
  const spark = new SparkRenderer({ renderer, autoUpdate: false, enableLod: false });
  const mesh = new SplatMesh({ url: ply });
  scene.add(spark, mesh);
  await mesh.initialized;
  return {
    async frame(now) {
      look(now);
      const start = performance.now();
      await spark.update({ scene, camera });
      const sortMs = performance.now() - start;
      renderer.render(scene, camera);
      return { pixels: readBack(gl, now.size), sortMs };
    },
  };
}
