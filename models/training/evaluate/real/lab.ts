import { rigCameras, type Rig } from '../../../../src/core/camera/rig.ts';
import { scaleCamera } from '../../../../src/core/camera/camera.ts';
import { centrePlacement } from '../../../../src/core/image/centre.ts';
import type { GaussianCloud } from '../../../../src/core/gaussians/gaussian-cloud.ts';
import type { RgbaImage } from '../../../../src/core/image/image.ts';
import { CpuRasterizer } from '../../../../src/core/rasterize/rasterize.ts';
import type { RenderedFrame } from '../../../../src/core/rasterize/types.ts';
import { frameToRgba } from '../../../../src/core/rasterize/frame.ts';
import { compositeOnWhite } from '../../../../src/core/image/pixels.ts';
import { placeOnWhite } from '../../../../src/core/image/resize.ts';
import { photoStages, type PackManifest } from '../../../../src/packs/manifest.ts';
import { FINE, fitAround, fitNear, type Fit, type Target } from './fit.ts';
import { iou, psnr } from '../measure.ts';
import { azimuthOf, outlines, viewpointCamera, type Viewpoint } from './viewpoint.ts';

/** A photo with its mask as alpha, and the cloud that was made from this photo alone. */
export interface LabView {
  cut: RgbaImage;
  /** The cloud in the rig's frame. */
  cloud: GaussianCloud;
  /** The cloud in the world, with Z up. */
  upright: GaussianCloud;
  /** View 0 with its mask as alpha, if the rig's first camera is the photo's camera. */
  photo?: RgbaImage;
}

/**
 * Range of the elevations of the lab's cameras, in degrees. From the shape of the round arena in the pictures, the
 * elevations are 13°, 14° and 27°.
 */
const ELEVATIONS = [10, 30] as const;

/** A pixel whose channels differ by more than this value belongs to the red and blue mark on the mouse. */
const MARK_LEVELS = 90;

/** A picture that is black where `chosen` is true, and transparent elsewhere. `at`: index of the first byte of a pixel. */
const stencil = (
  { width, height, data }: RgbaImage,
  chosen: (at: number) => boolean,
): RgbaImage => {
  const pixels = new Uint8ClampedArray(data.length);
  for (let i = 0; i < data.length; i += 4) pixels[i + 3] = chosen(i) ? 255 : 0;
  return { width, height, data: pixels };
};

/** Whether the mark covers a pixel of the cut-out. The argument is the index of the first byte of the pixel. */
const marked =
  ({ data }: RgbaImage) =>
  (i: number): boolean => {
    const channels = [data[i], data[i + 1], data[i + 2]];
    return data[i + 3] > 127 && Math.max(...channels) - Math.min(...channels) > MARK_LEVELS;
  };

/** Centres a photo as the app does. The functions give picture on white, mask (alpha above ½), and mark, at any size. */
function centredBy(ratio: number, { cut }: LabView) {
  const { data } = cut;
  const mask = stencil(cut, (i) => data[i + 3] > 127);
  const mark = stencil(cut, marked(cut));
  const centre = (image: RgbaImage, size: number) =>
    placeOnWhite(image, centrePlacement(mask, { ratio, size }), size, size);
  const dark = (image: RgbaImage, size: number, below: number) => {
    const { data: placed } = centre(image, size);
    return Array.from({ length: size * size }, (_, i) => placed[4 * i] < below);
  };
  return {
    picture: (size: number) => centre(cut, size),
    mask: ((size) => dark(mask, size, 128)) satisfies Target,
    mark: (size: number) => dark(mark, size, 250),
  };
}

type Centred = ReturnType<typeof centredBy>;

/** A picture on white, its mask and its mark. */
interface Truth {
  picture: RgbaImage;
  mask: readonly boolean[];
  mark: readonly boolean[];
}

/** Compares a frame with the true picture: IoU, and PSNR over the mask without the mark, and over its covered pixels. */
function against(frame: RenderedFrame, { picture, mask, mark }: Truth) {
  const drawn = frameToRgba(frame);
  const covered = mask.map((_, i) => frame.rgba[4 * i + 3] > 0.5);
  const over = (where: (i: number) => boolean) => {
    let [sum, count] = [0, 0];
    for (let i = 0; i < mask.length; i++) {
      if (!mask[i] || mark[i] || !where(i)) continue;
      count += 3;
      for (let c = 4 * i; c < 4 * i + 3; c++) sum += ((drawn.data[c] - picture.data[c]) / 255) ** 2;
    }
    return psnr(sum / count);
  };
  return {
    iou: iou(covered, mask),
    psnr: over(() => true),
    psnrCovered: over((i) => covered[i]),
  };
}

export interface LabFigures {
  /** PSNR over the true mask, and over those of its pixels that the drawn mouse covers. `sight`: see `Fit`. */
  input: { iou: number; psnr: number; psnrCovered: number; sight?: Viewpoint };
  /** One fit per other view, in the order of the views. */
  others: Fit[];
  /** IoU of the input's mask with the masks of the other views. A flat picture of the mouse would reach this IoU. */
  flat: number[];
  /** IoU of a disc with the masks of the other views. A ball would reach this IoU. */
  ball: number[];
}

/** A disc with the area and the position of a centred mask. */
const disc = (ratio: number, size: number): boolean[] =>
  Array.from(
    { length: size * size },
    (_, i) =>
      Math.hypot((i % size) + 0.5 - size / 2, Math.floor(i / size) + 0.5 - size / 2) <
      (ratio * size) / Math.sqrt(Math.PI),
  );

function loaded(cloud: GaussianCloud): CpuRasterizer {
  const rasterizer = new CpuRasterizer();
  rasterizer.loadNow(cloud);
  return rasterizer;
}

/** Compares the cloud with its input photo. */
function inputFigures(
  rasterizer: CpuRasterizer,
  rig: Rig,
  own: Centred,
  photo?: RgbaImage,
): LabFigures['input'] {
  const [camera] = rigCameras(rig);
  if (!photo) {
    const { sight } = fitNear(outlines(rasterizer, rig), own.mask, azimuthOf(camera));
    const truth = { picture: own.picture(FINE), mask: own.mask(FINE), mark: own.mark(FINE) };
    return { sight, ...against(rasterizer.renderNow(viewpointCamera(rig, sight, FINE)), truth) };
  }
  const on = marked(photo);
  const mask = Array.from({ length: photo.width ** 2 }, (_, i) => photo.data[4 * i + 3] > 127);
  const truth = { picture: compositeOnWhite(photo), mask, mark: mask.map((_, i) => on(4 * i)) };
  return against(rasterizer.renderNow(scaleCamera(camera, photo.width)), truth);
}

/**
 * Compares the cloud of one view with this view, and with the other views of the same moment.
 *
 * For its input view, the cloud is drawn from the rig's first camera at the photo's size, if that camera is the photo's.
 * Otherwise it is drawn from the viewpoint of `fitNear` at 192². The figures are the IoU of alpha > ½ with the input's
 * mask, and the PSNR over that mask. For the other views, the cloud is drawn from the viewpoints of `fitAround`, with
 * elevations of 10…30°. Each view has a different best azimuth.
 */
export function measureLabView(
  views: readonly LabView[],
  which: number,
  manifest: PackManifest,
): LabFigures {
  const { rig } = manifest;
  const { cloud, upright } = views[which];
  const rasterizer = loaded(cloud);
  const { ratio } = photoStages(manifest).centring;
  const centred = views.map((view) => centredBy(ratio, view));
  const rest = centred.filter((_, i) => i !== which).map(({ mask }) => mask);
  const own = centred[which];
  const inside = own.mask(FINE);
  const extent = { area: ratio ** 2, x: 0.5, y: 0.5 };
  return {
    input: inputFigures(rasterizer, rig, own, views[which].photo),
    others: fitAround(outlines(loaded(upright), rig), rest, extent, ELEVATIONS),
    flat: rest.map((mask) => iou(inside, mask(FINE))),
    ball: rest.map((mask) => iou(disc(ratio, FINE), mask(FINE))),
  };
}
