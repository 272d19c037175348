import { orbitCamera, readPly } from '/ours.mjs';

export async function openOurs(ply, rasterizer) {
  await rasterizer.load(readPly(new Uint8Array(await (await fetch(ply)).arrayBuffer())));
  return {
    async frame({ azimuthDeg, elevationDeg, radius, fovDeg, size }) {
      const camera = orbitCamera(azimuthDeg, elevationDeg, radius, fovDeg, size);
      const { data } = await rasterizer.renderBytes(camera);
      return { pixels: data, sortMs: 0 };
    },
  };
}
