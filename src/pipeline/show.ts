import type { RgbaImage } from '../core/image/image.ts';
import { plyBlob } from '../core/ply/index.ts';
import { uprightPoints } from '../core/camera/upright.ts';
import type { StageContext } from './context.ts';
import type { StageEvent } from './events.ts';
import { sideBySide } from './side-by-side.ts';
import type { Cutout, GaussianCloud, Skeleton, Subject, Turntable, Views } from './types.ts';

/** Functions that make what the page shows of each stage's output: pictures as PNG, the splat as PLY. */

type Codec = Pick<StageContext, 'runtime'>;

/** Confidence, 0…1. If a network's mask has less, the page shows the notice `mask-unsure`. */
const UNSURE = 0.75;

/** Longest side of the cut-out for the page, in pixels. No screen shows more. */
const CUTOUT_SIDE = 1600;

export async function cutout(cutout: Cutout, { runtime }: Codec): Promise<StageEvent[]> {
  const { image, confidence, touchesBorder, source } = cutout;
  const png = await runtime.codec.encodePng(image, CUTOUT_SIDE);
  const events: StageEvent[] = [{ type: 'cutout', png, confidence }];
  if (touchesBorder) events.push({ type: 'notice', notice: 'mask-touches-border' });
  if (source === 'network' && confidence < UNSURE)
    events.push({ type: 'notice', notice: 'mask-unsure' });
  return events;
}

export async function subject({ image }: Subject, { runtime }: Codec): Promise<StageEvent[]> {
  const png = await runtime.codec.encodePng(image);
  return [
    { type: 'subject', png },
    { type: 'artifact', name: 'input.png', file: png },
  ];
}

export async function skeleton(skeleton: Skeleton | null): Promise<StageEvent[]> {
  if (!skeleton) return [];
  const { uv, xyz, error, up } = skeleton;
  return [{ type: 'skeleton', uv, xyz: uprightPoints(xyz, up), error }];
}

export async function views({ images }: Views, { runtime }: Codec): Promise<StageEvent[]> {
  const png: Blob[] = [];
  for (const image of images) png.push(await runtime.codec.encodePng(image));
  const file = await runtime.codec.encodePng(sideBySide(images));
  return [
    { type: 'views', png },
    { type: 'artifact', name: 'multiview.png', file },
  ];
}

export async function splat(cloud: GaussianCloud): Promise<StageEvent[]> {
  return [{ type: 'splat', ply: plyBlob(cloud), count: cloud.count }];
}

export async function drawnViews(image: RgbaImage, { runtime }: Codec): Promise<StageEvent[]> {
  const file = await runtime.codec.encodePng(image);
  return [{ type: 'artifact', name: 'output.png', file }];
}

export async function video({ name, file }: Turntable): Promise<StageEvent[]> {
  const artifact: StageEvent = { type: 'artifact', name, file };
  return name === 'turntable.mp4'
    ? [artifact]
    : [{ type: 'notice', notice: 'video-vp9' }, artifact];
}
