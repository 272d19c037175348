import { createHash } from 'node:crypto';
import path from 'node:path';
import type { CameraEntry } from '../../src/core/camera/files/index.ts';
import { chooseMoments } from '../../src/core/dataset/moments.ts';
import { readEntries } from '../cameras.ts';
import { UsageError, type CommandContext } from '../command.ts';
import { findSources, type PairedSources } from './find-sources.ts';
import type { DatasetOptions } from './request.ts';
import type { FrameSource } from './source.ts';

/** What the samples are made of. All lists of cameras have the order of the camera file. */
export interface DatasetPlan {
  entries: CameraEntry[];
  videos: FrameSource[];
  masks: FrameSource[] | null;
  /** Frames by which each camera is late. */
  offsets: readonly number[];
  /** The moment of each sample. */
  moments: number[];
  /** What the samples depend on, as dataset.json records it. */
  settings: Record<string, unknown>;
  /** Hash of the settings, hexadecimal. */
  id: string;
}

const HOW = { order: 'in natural order', name: 'by name', file_path: 'by file_path' };

/** Says which video belongs to which camera. */
function sayPairs(what: string, { names, pairedBy }: PairedSources, context: CommandContext) {
  const list = names.map((name, i) => `${i} ${name}`).join(', ');
  context.say(`cameras and ${what} ${HOW[pairedBy]}: ${list}`);
}

/** @throws UsageError unless there is one offset per camera */
function offsetsFor(cameras: number, { offsets }: DatasetOptions): readonly number[] {
  const all = offsets ?? Array.from({ length: cameras }, () => 0);
  if (all.length === cameras) return all;
  throw new UsageError(
    `--frame-offsets has ${all.length} numbers, but there are ${cameras} cameras.`,
  );
}

/** Warns about videos of different lengths: their cameras may be out of step. With offsets, the user knows it. */
function warnLengths(
  videos: PairedSources,
  masks: PairedSources | null,
  { offsets }: DatasetOptions,
  context: CommandContext,
) {
  const counts = videos.sources.map(({ frames }) => frames);
  const list = videos.names.map((name, i) => `${name} ${counts[i]}`).join(', ');
  if (!offsets && new Set(counts).size > 1)
    context.warn(
      `The videos have different numbers of frames: ${list}. If the cameras are not in step, give --frame-offsets.`,
    );
  const other = masks?.sources.findIndex(({ frames }, i) => frames !== counts[i]) ?? -1;
  if (masks && other >= 0)
    context.warn(
      `${masks.sources[other].name} has ${masks.sources[other].frames} frames, but ${videos.sources[other].name} has ${counts[other]}. Frame n of the masks is taken for frame n of the video.`,
    );
}

/** The moments of the samples. @throws UsageError if there are none */
function momentsOf(
  sources: readonly (readonly FrameSource[])[],
  offsets: readonly number[],
  options: DatasetOptions,
  context: CommandContext,
): number[] {
  const frames = offsets.map((_, i) => Math.min(...sources.map((list) => list[i].frames)));
  const { samples, ...range } = options;
  const { moments, allowed } = chooseMoments({ ...range, frames, offsets, count: samples });
  if (allowed === 0)
    throw new UsageError(
      `No frame is left to choose from: the shortest video has ${Math.min(...frames)} frames. Check --frame-offsets, --start, --end, --skip-ends and --skip-frames.`,
    );
  if (allowed < samples)
    context.warn(`There are only ${allowed} frames to choose from, fewer than ${samples} samples.`);
  return moments;
}

/** What the samples depend on. The lists are not among it, because they are made anew each time. */
function settingsOf(
  entries: readonly CameraEntry[],
  videos: PairedSources,
  masks: PairedSources | null,
  offsets: readonly number[],
  options: DatasetOptions,
) {
  const { samples, size, skipEnds, start, end, intrinsics, normalise, cameraSize } = options;
  const stamps = (paired: PairedSources) =>
    paired.sources.map(({ stamp }, i) => ({ name: paired.names[i], stamp }));
  return {
    videos: stamps(videos),
    masks: masks && stamps(masks),
    cameras: createHash('sha256').update(JSON.stringify(entries)).digest('hex'),
    ...{ samples, size, 'skip-ends': skipEnds, start, end: end ?? null },
    'skip-frames': [...options.skipped].sort((a, b) => a - b),
    'frame-offsets': offsets,
    ...{ intrinsics, normalise, 'camera-size': cameraSize ?? null },
  };
}

/**
 * Opens videos, masks and cameras, pairs them, and chooses the moments of the samples.
 * @throws UsageError, VideoError or AppError `camera-invalid`
 */
export async function planDataset(
  options: DatasetOptions,
  context: CommandContext,
): Promise<DatasetPlan> {
  const entries = await readEntries(options.cameras);
  const offsets = offsetsFor(entries.length, options);
  const camerasName = path.basename(options.cameras);
  const find = (folder: string, what: string) =>
    findSources(folder, entries, { what, camerasName }, context);
  const videos = await find(options.videos, 'videos');
  const masks = options.masks === null ? null : await find(options.masks, 'masks');
  sayPairs('videos', videos, context);
  if (masks) sayPairs('masks', masks, context);
  warnLengths(videos, masks, options, context);
  const all = [videos.sources, ...(masks ? [masks.sources] : [])];
  const moments = momentsOf(all, offsets, options, context);
  const settings = settingsOf(entries, videos, masks, offsets, options);
  const id = createHash('sha256').update(JSON.stringify(settings)).digest('hex');
  return {
    ...{ entries, offsets, moments, settings, id },
    videos: videos.sources,
    masks: masks && masks.sources,
  };
}
