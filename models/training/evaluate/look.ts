import { rigCameras } from '../../../src/core/camera.ts';
import type { GaussianCloud } from '../../../src/core/gaussian-cloud.ts';
import type { RgbaImage } from '../../../src/core/image.ts';
import { frameToRgba } from '../../../src/core/rasterize/frame.ts';
import { CpuRasterizer } from '../../../src/core/rasterize/rasterize.ts';
import { uprightCloud } from '../../../src/core/upright.ts';
import type { StageContext } from '../../../src/pipeline/context.ts';
import type { Cutout } from '../../../src/pipeline/types.ts';
import type { afterMatting } from './chain.ts';
import { maskOver, type SheetRow } from './sheet.ts';
import { azimuthOf, plainSight, sightCamera } from './sight.ts';

type Rig = StageContext['pack']['manifest']['rig'];

/** Four pictures of an upright cloud between the rig's views, from 30° above. */
function novel(cloud: GaussianCloud, rig: Rig) {
  const rasterizer = new CpuRasterizer();
  rasterizer.loadNow(cloud);
  const input = azimuthOf(rigCameras(rig)[0]);
  return [45, 135, 225, 315].map((turn) =>
    frameToRgba(rasterizer.renderNow(sightCamera(rig, plainSight(input + turn, 30), 192))),
  );
}

/** All of one run side by side: photo, mask, Subject and skeleton, six views, four new ones. */
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
