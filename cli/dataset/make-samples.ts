import { setMaxListeners } from 'node:events';
import path from 'node:path';
import type { Camera } from '../../src/core/camera/camera.ts';
import { labScale, withLabLens, withScaledWorld } from '../../src/core/dataset/lab-cameras.ts';
import type { SquareFrame } from '../../src/core/dataset/square-frame.ts';
import type { RgbaImage } from '../../src/core/image/image.ts';
import { someNames } from '../../src/core/quoted.ts';
import type { CommandContext } from '../command.ts';
import { showProgress } from '../output/progress.ts';
import { encodeOpaquePng, sharpCodec } from '../runtime/codec.ts';
import type { DatasetPlan } from './plan.ts';
import type { DatasetOptions } from './request.ts';
import { sampleName, writeSample } from './sample-files.ts';
import type { FrameSource } from './source.ts';
import { checkSizes, ViewMaker } from './view.ts';

/** What is requested, and what it becomes. */
export interface DatasetWork {
  options: DatasetOptions;
  plan: DatasetPlan;
  context: CommandContext;
}

/** The frames of one moment, one per camera. */
interface MomentFrames {
  images: RgbaImage[];
  masks: RgbaImage[] | null;
}

/** Reads the frames of all cameras side by side, moment by moment. */
function readMoments(
  { videos, masks, offsets }: DatasetPlan,
  moments: readonly number[],
  signal: AbortSignal,
): () => Promise<MomentFrames> {
  const open = (sources: readonly FrameSource[]) =>
    sources.map((source, i) =>
      source.read(
        moments.map((moment) => moment + offsets[i]),
        signal,
      ),
    );
  const next = (readers: readonly AsyncGenerator<RgbaImage>[]) =>
    Promise.all(readers.map(async (reader) => (await reader.next()).value as RgbaImage));
  const [frames, masked] = [open(videos), masks && open(masks)];
  return async () => {
    const [images, ofMasks] = await Promise.all([next(frames), masked && next(masked)]);
    return { images, masks: ofMasks };
  };
}

/** The cameras as they are written. */
function writtenCameras(
  views: readonly SquareFrame[],
  { intrinsics, normalise }: DatasetOptions,
): Camera[] {
  const cameras = views.map(({ camera }) => camera);
  const scale = normalise === 'lab' ? labScale(cameras) : 1;
  return cameras
    .map((camera) => (intrinsics === 'lab' ? withLabLens(camera) : camera))
    .map((camera) => (scale === 1 ? camera : withScaledWorld(camera, scale)));
}

/** Samples with something to say about their masks. */
class MaskDoubts {
  readonly #empty: string[] = [];
  readonly #cut: string[] = [];

  add(sample: string, views: readonly SquareFrame[]): void {
    if (views.some(({ isEmpty }) => isEmpty)) this.#empty.push(sample);
    if (views.some(({ isCut }) => isCut)) this.#cut.push(sample);
  }

  say({ warn }: CommandContext): void {
    if (this.#empty.length > 0)
      warn(
        `${this.#empty.length} samples have a view without a mouse, and reconstruct refuses them: ${someNames(this.#empty, 10)}.`,
      );
    if (this.#cut.length > 0)
      warn(
        `In ${this.#cut.length} samples, a part of the mouse lies outside the square that is cut out: ${someNames(this.#cut, 10)}.`,
      );
  }
}

/** The views of one moment, and their files. */
async function makeSample(
  { images, masks }: MomentFrames,
  makers: readonly ViewMaker[],
  i: number,
  { options, plan }: DatasetWork,
): Promise<SquareFrame[]> {
  const moment = plan.moments[i];
  const frames = plan.offsets.map((offset) => moment + offset);
  const views = images.map((image, view) =>
    makers[view].make({ image, mask: masks ? masks[view] : null }, frames[view]),
  );
  const cameras = writtenCameras(views, options);
  const pngs = await Promise.all(
    views.map(({ image }) => (masks ? sharpCodec.encodePng(image) : encodeOpaquePng(image))),
  );
  await writeSample(
    path.join(options.out, sampleName(i)),
    pngs.map((png, view) => ({ png, camera: cameras[view], name: plan.entries[view].name })),
    { settings: plan.id, moment, frames },
  );
  return views;
}

/**
 * Makes samples. While one is written, the frames of the next one are read: those of two moments are in memory.
 * @param pending numbers of the samples, ascending
 * @param claim called before anything is written, when the sizes of the frames are known and fit the cameras
 * @throws VideoError, UsageError, AppError or OutputError. The samples before it are there
 */
export async function makeSamples(
  pending: readonly number[],
  work: DatasetWork,
  claim: () => Promise<void>,
): Promise<void> {
  const { plan, options, context } = work;
  const makers = plan.entries.map((_, i) => new ViewMaker(plan, options, i));
  const doubts = new MaskDoubts();
  const controller = new AbortController();
  // Each video listens.
  setMaxListeners(0, controller.signal);
  try {
    const read = readMoments(
      plan,
      pending.map((i) => plan.moments[i]),
      controller.signal,
    );
    let next = read();
    for (const [at, i] of pending.entries()) {
      showProgress(at, pending.length);
      const frames = await next;
      if (at === 0) {
        checkSizes(frames.images, plan, options);
        await claim();
      }
      if (at + 1 < pending.length) next = read();
      next.catch(() => undefined);
      doubts.add(sampleName(i), await makeSample(frames, makers, i, work));
      const other = at === 0 && makers.map(({ otherSize }) => otherSize).find(Boolean);
      if (other) context.warn(`The frames are ${other}: the lenses are scaled to them.`);
    }
  } finally {
    controller.abort();
    showProgress(pending.length, pending.length);
    doubts.say(context);
  }
}
