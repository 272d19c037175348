import type { Command } from '../command.ts';
import { options as own } from '../reconstruct/options.ts';

/** The options of `sequence`. Those that mean the same are those of `reconstruct`. */
export const options: Command['options'] = {
  out: {
    type: 'string',
    value: '<dir>',
    help: 'Folder for the results: frame0001.ply …, view_XX/, films, sequence.json. frames/ has what is done.',
  },
  data: {
    type: 'string',
    value: '<dir>',
    help: 'Folder of samples, one for each frame, in natural order: sample_000000 …, or frame_000000 ….',
  },
  'start-frame': {
    type: 'string',
    value: '<n>',
    help: 'First frame, by its place in the folder, from 0. Default: 0.',
  },
  'num-frames': {
    type: 'string',
    value: '<n>',
    help: 'Number of frames. Default: all from the first frame on.',
  },
  fps: { type: 'string', value: '<n>', help: 'Frames per second of the films. Default: 30.' },
  'render-views': {
    type: 'string',
    value: '<i,i,…>',
    help: "Draw these cameras, by their number, from 0: those of the samples, also if their pictures are not used; with photos those of the pack's ring; or those of --cameras. Default: all.",
  },
  cameras: {
    type: 'string',
    value: '<file>',
    help: "Camera file with other cameras for the films: with --data in the coordinates of the samples' camera files, with photos in those of the splats.",
  },
  'render-size': {
    type: 'string',
    value: '<pixels>',
    help: 'Longer side of the drawn pictures. Default: that of the cameras, but at most 512.',
  },
  smooth: {
    type: 'boolean',
    help: 'Smooth over time where the mouse is. With photos, smooth which direction is up. Shapes stay as they are (docs/sequence.md).',
  },
  'input-views': own['input-views'],
  placement: {
    type: 'string',
    value: 'subject|axes|none',
    help: 'How the cameras of each sample are moved into the frame of the model (docs/rigs.md). Each splat is moved back, so the mouse walks. Default: subject, or axes without masks.',
  },
  frame: {
    type: 'string',
    value: 'model|lab',
    help: "Coordinates of all splats of --data: upright and in the model's units, or those of the camera files. Default: model.",
  },
  'camera-size': own['camera-size'],
  pack: own.pack,
  seed: {
    ...own.seed,
    help: "Seed of the noise, which is the same for all frames. Default: the pack's.",
  },
  steps: own.steps,
  guidance: own.guidance,
  eta: own.eta,
  'split-guidance': own['split-guidance'],
  'view-count': own['view-count'],
  page: own.page,
  size: own.size,
  backend: own.backend,
  ply: { ...own.ply, help: 'Format of the splats. Default: standard.' },
  filters: own.filters,
  'prune-background': own['prune-background'],
  shard: {
    ...own.shard,
    help: 'Reconstruct every n-th frame only, starting with the i-th, and make no films. A last run with 1/1 makes them. Default: the part of a Slurm or Kubernetes job (docs/cluster.md), else all.',
  },
  force: { type: 'boolean', help: 'Reconstruct frames again that are done in frames/.' },
  strict: own.strict,
};
