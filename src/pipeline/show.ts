import type { RgbaImage } from '../core/image/image.ts';
import { plyBlob } from '../core/ply/index.ts';
import { uprightCamera, uprightPoints } from '../core/camera/upright.ts';
import type { StageContext } from './context.ts';
import { poseNotices } from './matting/doubts.ts';
import { NO_NUDGE, type Nudge } from '../core/corrections/corrections.ts';
import { withoutNudge } from '../core/corrections/nudge.ts';
import type { Notice, Placed, RunSettings, StageEvent } from './events.ts';
import { wholeMask } from './matting/whole-mask.ts';
import { groupOf, seedsOf } from './stages/mixed-views.ts';
import { sideBySide } from '../core/image/side-by-side.ts';
import type { Cutout, GaussianCloud, Photo, Skeleton, Subject, Turntable, Views } from './types.ts';

/** Functions that make what the page shows of each stage's output: pictures as PNG, the splat as PLY. */

type Codec = Pick<StageContext, 'runtime'>;

/** Longest side of the cut-out for the page, in pixels. No screen shows more. */
const CUTOUT_SIDE = 1600;

const noticeEvents = (notices: readonly Notice[] = []): StageEvent[] =>
  notices.map((notice) => ({ type: 'notice', notice }));

/** The photo, if browsers do not show its file as it was read, and what there is to say about it. */
export async function photo(
  { image, redrawn, notices }: Photo,
  { runtime }: Codec,
): Promise<StageEvent[]> {
  if (!redrawn) return noticeEvents(notices);
  const png = await runtime.codec.encodePng(image, CUTOUT_SIDE);
  return [{ type: 'photo', png }, ...noticeEvents(notices)];
}

/** What there is to say about how the files of posed views were read. */
export async function posedViews({ notices }: Views): Promise<StageEvent[]> {
  return noticeEvents(notices);
}

/** The cut-out. A mask of a person is also a file, of the photo's size. */
export async function cutout(
  cutout: Cutout,
  photo: RgbaImage,
  { runtime }: Codec,
): Promise<StageEvent[]> {
  const { image, confidence, notices, source } = cutout;
  const png = await runtime.codec.encodePng(image, CUTOUT_SIDE);
  const events: StageEvent[] = [{ type: 'cutout', png, confidence }, ...noticeEvents(notices)];
  if (source !== 'hand') return events;
  const file = await runtime.codec.encodePng(wholeMask(cutout, photo));
  return [...events, { type: 'artifact', name: 'mask.png', file }];
}

/** What `subject` needs. */
interface Centred {
  subject: Subject;
  cutout: Cutout;
  nudge?: Nudge;
}

function placed({ subject, cutout, nudge = NO_NUDGE }: Centred): Placed {
  const { placement, image } = subject;
  const size = image.width;
  const { scale, offsetX, offsetY } = withoutNudge(placement, nudge, size);
  const { left, top } = cutout.origin;
  return {
    ...{ size, placement },
    box: {
      left: (offsetX + scale * left) / size,
      top: (offsetY + scale * top) / size,
      width: (scale * cutout.image.width) / size,
      height: (scale * cutout.image.height) / size,
    },
  };
}

export async function subject(centred: Centred, { runtime }: Codec): Promise<StageEvent[]> {
  const png = await runtime.codec.encodePng(centred.subject.image);
  return [
    { type: 'subject', png, placed: placed(centred) },
    { type: 'artifact', name: 'input.png', file: png },
  ];
}

export async function skeleton(skeleton: Skeleton | null): Promise<StageEvent[]> {
  if (!skeleton) return [];
  const { uv, xyz, error, up } = skeleton;
  return [
    { type: 'skeleton', uv, xyz: uprightPoints(xyz, up), error },
    ...noticeEvents(poseNotices(skeleton)),
  ];
}

export async function views(
  { images }: Views,
  settings: RunSettings,
  { runtime }: Codec,
): Promise<StageEvent[]> {
  const png: Blob[] = [];
  for (const image of images) png.push(await runtime.codec.encodePng(image));
  const file = await runtime.codec.encodePng(sideBySide(images));
  return [
    { type: 'views', png, seeds: seedsOf(settings, images.length), group: groupOf(settings) },
    { type: 'artifact', name: 'multiview.png', file },
  ];
}

/** @param views the views that the cloud was made from */
export async function splat(
  cloud: GaussianCloud,
  views: Pick<Views, 'cameras' | 'up'>,
): Promise<StageEvent[]> {
  const cameras = views.cameras.map((camera) => uprightCamera(camera, views.up));
  return [{ type: 'splat', ply: plyBlob(cloud), count: cloud.count, cameras }];
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
