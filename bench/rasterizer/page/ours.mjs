import { frameToRgba, orbitCamera, readPly } from '/ours.mjs';

export async function openOurs(ply, rasterizer) {
  await rasterizer.load(readPly(new Uint8Array(await (await fetch(ply)).arrayBuffer())));
  return {
    async frame({ azimuthDeg, elevationDeg, radius, fovDeg, size }) {
      const camera = orbitCamera(azimuthDeg, elevationDeg, radius, fovDeg, size);
      const { data } = rasterizer.renderBytes
        ? await rasterizer.renderBytes(camera)
        : frameToRgba(await rasterizer.render(camera));
      return { pixels: data, sortMs: 0 };
    },
  };
}
