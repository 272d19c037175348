import { rigCameras, scaleCamera, type Rig } from '../../../src/core/camera.ts';
import { centrePlacement } from '../../../src/core/centre.ts';
import type { GaussianCloud } from '../../../src/core/gaussian-cloud.ts';
import type { RgbaImage } from '../../../src/core/image.ts';
import { CpuRasterizer } from '../../../src/core/rasterize/rasterize.ts';
import type { RenderedFrame } from '../../../src/core/rasterize/types.ts';
import { frameToRgba } from '../../../src/core/rasterize/frame.ts';
import { compositeOnWhite } from '../../../src/core/pixels.ts';
import { placeOnWhite } from '../../../src/core/resize.ts';
import { photoStages, type PackManifest } from '../../../src/packs/manifest.ts';
import { FINE, fitAround, fitNear, type Fit, type Target } from './fit.ts';
import { iou, psnr } from './measure.ts';
import { azimuthOf, outlines, sightCamera, type Sight } from './sight.ts';

/** A photo's pixels with the mask as alpha, and the cloud made of it alone. */
export interface LabView {
  cut: RgbaImage;
  /** In the rig's frame, where the first camera is the photo's. */
  cloud: GaussianCloud;
  /** In the world, Z up. */
  upright: GaussianCloud;
  /** What the rig's first camera sees, the mask as alpha, where that camera is the photo's. */
  photo?: RgbaImage;
}

/** Range of the elevations of the lab's cameras, from how round its arena is in their pictures: 13°, 14° and 27°. */
const ELEVATIONS = [10, 30] as const;

/** A pixel whose channels differ by more is no mouse but the red and blue mark drawn on it. */
const MARK_LEVELS = 90;

/** A picture that is black where a pixel of another (by the index of its first byte) is wanted, and not there elsewhere. */
const stencil = (
  { width, height, data }: RgbaImage,
  wanted: (at: number) => boolean,
): RgbaImage => {
  const pixels = new Uint8ClampedArray(data.length);
  for (let i = 0; i < data.length; i += 4) pixels[i + 3] = wanted(i) ? 255 : 0;
  return { width, height, data: pixels };
};

/** Whether the mark is on a cut-out's pixel, by the index of its first byte. */
const marked =
  ({ data }: RgbaImage) =>
  (i: number): boolean => {
    const channels = [data[i], data[i + 1], data[i + 2]];
    return data[i + 3] > 127 && Math.max(...channels) - Math.min(...channels) > MARK_LEVELS;
  };

/** A photo as the app centres it, at any size: its pixels on white, its mask (alpha above one half), its mark. */
function centredBy(ratio: number, { cut }: LabView) {
  const { data } = cut;
  const mask = stencil(cut, (i) => data[i + 3] > 127);
  const mark = stencil(cut, marked(cut));
  const place = (image: RgbaImage, size: number) =>
    placeOnWhite(image, centrePlacement(mask, { ratio, size }), size, size);
  const dark = (image: RgbaImage, size: number, below: number) => {
    const { data: placed } = place(image, size);
    return Array.from({ length: size * size }, (_, i) => placed[4 * i] < below);
  };
  return {
    picture: (size: number) => place(cut, size),
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

/** A frame against the picture that it should be: IoU; PSNR over the mask, without the mark, all and where covered. */
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
  /** PSNR over the true mask, and over that part of it which the drawn outline covers. */
  input: { iou: number; psnr: number; psnrCovered: number; sight?: Sight };
  /** One per other view, in their order. */
  others: Fit[];
  /** IoU of the input's own mask with the others': what a flat picture of the mouse would reach. */
  flat: number[];
  /** IoU of a disc with the others' masks: what a ball would reach. */
  ball: number[];
}

/** A disc of the area and in the place that masks are centred to. */
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

/** The cloud as its own input. */
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
    return { sight, ...against(rasterizer.renderNow(sightCamera(rig, sight, FINE)), truth) };
  }
  const on = marked(photo);
  const mask = Array.from({ length: photo.width ** 2 }, (_, i) => photo.data[4 * i + 3] > 127);
  const truth = { picture: compositeOnWhite(photo), mask, mark: mask.map((_, i) => on(4 * i)) };
  return against(rasterizer.renderNow(scaleCamera(camera, photo.width)), truth);
}

/**
 * One view of a mouse as the only input, measured against itself and against the other views of the same moment.
 *
 * Itself: from the rig's first camera where that is the photo's own, at the photo's size; else `fitNear` its azimuth, at
 * 192². IoU of alpha > ½ with the input's mask, and the PSNR over that mask. Others: in the world `fitAround` with elevations of 10…30°; every view has
 * its own best azimuth.
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
