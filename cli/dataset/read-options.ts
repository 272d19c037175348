import { readFile } from 'node:fs/promises';
import { MAX_FRAME, parseFrameNumbers } from '../../src/core/dataset/frame-numbers.ts';
import { choice, number, required, sizeOption, text } from '../arguments.ts';
import { UsageError, type Arguments, type Command } from '../command.ts';
import { existing } from '../pictures.ts';
import { typedShard } from '../shard.ts';
import type { DatasetOptions } from './request.ts';

/** The options of `dataset`. */
export const options: Command['options'] = {
  videos: {
    type: 'string',
    value: '<dir>',
    help: 'Folder with one video per camera, or with one folder of frames per camera.',
  },
  cameras: { type: 'string', value: '<file>', help: 'Camera file (docs/formats.md).' },
  masks: {
    type: 'string',
    value: '<dir>',
    help: 'Folder with the masks, like --videos. Grey above 127 is mouse. The pictures are then RGBA.',
  },
  out: { type: 'string', value: '<dir>', help: 'Data folder for the samples and their lists.' },
  samples: {
    type: 'string',
    value: '<n>',
    help: 'Number of samples, evenly over the videos. Default: 2000.',
  },
  size: { type: 'string', value: '<pixels>', help: 'Side of the pictures. Default: 512.' },
  val: {
    type: 'string',
    value: '<0…1>',
    help: 'Part of the samples that is listed for validation. Default: 0.1.',
  },
  'skip-ends': {
    type: 'string',
    value: '<0…0.45>',
    help: 'Part of the frames that is left out at both ends. Default: 0.05.',
  },
  start: { type: 'string', value: '<frame>', help: 'Take no frame before this one.' },
  end: { type: 'string', value: '<frame>', help: 'Take neither this frame nor a later one.' },
  'skip-frames': {
    type: 'string',
    value: '<list|file>',
    help: 'Frames that are left out: 5900,11800-11805, or a text file with such numbers.',
  },
  'frame-offsets': {
    type: 'string',
    value: '<a,b,…>',
    help: 'Frames by which each camera is late, in the order of the cameras. The first number may be negative only after =: --frame-offsets=-1,0,2.',
  },
  name: {
    type: 'string',
    value: '<name>',
    help: 'Name in the lists: data_<name>_train.txt, data_<name>_val.txt. Default: mouse.',
  },
  'camera-size': {
    type: 'string',
    value: '<W>x<H>',
    help: 'Size of the frames for which the cameras were calibrated, if their file does not state it. Default: that of the frames.',
  },
  intrinsics: {
    type: 'string',
    value: 'exact|lab',
    help: "Lens in opencv_cameras.json: that of the cut frame, or the lab's 50°, which does not fit the pictures. Default: exact.",
  },
  normalise: {
    type: 'string',
    value: 'none|lab',
    help: 'World: as calibrated, or scaled so that the mean distance of the cameras from the origin is 2.7. Default: none.',
  },
  shard: {
    type: 'string',
    value: '<i/n>',
    help: 'Make the i-th of n parts of the samples, in the order of time. The process after which all samples are there writes the lists. Default: the part of a Slurm or Kubernetes job (docs/cluster.md), else all.',
  },
  force: { type: 'boolean', help: 'Make everything again, also with other options.' },
};

/** @throws UsageError for anything but frame numbers, or a file of them */
async function skippedFrames(args: Arguments): Promise<Set<number>> {
  const typed = text(args, 'skip-frames');
  if (typed === undefined) return new Set();
  const isList = /^[\d\s,;–-]*$/.test(typed);
  if (!isList && (await existing(typed)) === 'folder')
    throw new UsageError(`--skip-frames takes numbers or a text file, and ${typed} is a folder.`);
  const list = parseFrameNumbers(isList ? typed : await readFile(typed, 'utf8'));
  if (typeof list !== 'string') return list;
  throw new UsageError(
    `--skip-frames: ${JSON.stringify(list.slice(0, 60))} is neither a frame's number nor a range such as 10-20.`,
  );
}

/** @throws UsageError for anything but whole numbers */
function offsetsOf(args: Arguments): number[] | undefined {
  const typed = text(args, 'frame-offsets');
  if (typed === undefined) return undefined;
  const words = typed.split(/[\s,]+/).filter((word) => word !== '');
  if (words.length > 0 && words.every((word) => /^[-+]?\d{1,7}$/.test(word)))
    return words.map(Number);
  throw new UsageError(
    `--frame-offsets must be whole numbers, separated by commas, not ${JSON.stringify(typed)}.`,
  );
}

/** The name in the lists. @throws UsageError for one that is no part of a file name */
function nameOf(args: Arguments): string {
  const name = text(args, 'name') ?? 'mouse';
  if (/^[\p{L}\p{N}_.-]{1,100}$/u.test(name)) return name;
  throw new UsageError(
    `--name must be letters, digits, _, - and . only, not ${JSON.stringify(name)}.`,
  );
}

/** @throws UsageError */
export async function readOptions(args: Arguments): Promise<DatasetOptions> {
  if (args.positionals.length > 0)
    throw new UsageError('dataset takes only options: --videos, --cameras and --out.');
  const frame = { min: 0, max: MAX_FRAME, whole: true };
  return {
    videos: required(args, 'videos'),
    cameras: required(args, 'cameras'),
    out: required(args, 'out'),
    masks: text(args, 'masks') === undefined ? null : required(args, 'masks'),
    name: nameOf(args),
    samples: number(args, 'samples', { min: 1, max: 999_999, whole: true }) ?? 2000,
    size: number(args, 'size', { min: 16, max: 4096, whole: true }) ?? 512,
    val: number(args, 'val', { min: 0, max: 1 }) ?? 0.1,
    skipEnds: number(args, 'skip-ends', { min: 0, max: 0.45 }) ?? 0.05,
    start: number(args, 'start', frame) ?? 0,
    end: number(args, 'end', frame),
    skipped: await skippedFrames(args),
    offsets: offsetsOf(args),
    intrinsics: choice(args, 'intrinsics', ['exact', 'lab']),
    normalise: choice(args, 'normalise', ['none', 'lab']),
    cameraSize: sizeOption(args, 'camera-size'),
    shard: typedShard(args),
    force: args.values.force === true,
  };
}
