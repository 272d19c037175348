import type { Rig } from '../../../src/core/camera/rig.ts';
import { rigCameras } from '../../../src/core/camera/rig.ts';
import type { GaussianCloud } from '../../../src/core/gaussians/gaussian-cloud.ts';
import type { RgbaImage } from '../../../src/core/image/image.ts';
import { frameToRgba } from '../../../src/core/rasterize/frame.ts';
import { CpuRasterizer } from '../../../src/core/rasterize/rasterize.ts';
import { uprightCloud } from '../../../src/core/camera/upright.ts';
import type { Cutout } from '../../../src/pipeline/types.ts';
import type { afterMatting } from './chain.ts';
import { maskOver, type SheetRow } from './sheet.ts';
import { azimuthOf, orbitViewpoint, viewpointCamera } from './real/viewpoint.ts';



/** Four pictures of an upright cloud, from an elevation of 30° and azimuths of 45°, 135°, 225°, 315° from view 0. */
function novel(cloud: GaussianCloud, rig: Rig) {
  const rasterizer = new CpuRasterizer();
  rasterizer.loadNow(cloud);
  const input = azimuthOf(rigCameras(rig)[0]);
  return [45, 135, 225, 315].map((turn) =>
    frameToRgba(rasterizer.renderNow(viewpointCamera(rig, orbitViewpoint(input + turn, 30), 192))),
  );
}

/** Makes a row of a contact sheet from one run: photo, mask, subject with skeleton, six views, four new views. */
export const rowOf = (
  title: string,
  photo: RgbaImage,
  cut: Cutout,
  { subject, skeleton, views, cloud }: Awaited<ReturnType<typeof afterMatting>>,
  rig: Rig,
): SheetRow => ({
  title: `${title}: ${cut.source}`,
  images: [
    photo,
    maskOver(cut.image),
    subject.image,
    ...views.images,
    ...novel(uprightCloud(cloud, skeleton?.up), rig),
  ],
  skeleton,
});
