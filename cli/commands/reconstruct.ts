import type { FilterName } from '../../src/core/gaussians/filters.ts';
import { canPrune } from '../../src/families/index.ts';
import { choice, number, required, text } from '../arguments.ts';
import { UsageError, type Arguments, type Command } from '../command.ts';
import { openPackAt } from '../packs.ts';
import { requireFolderOrNothing } from '../pictures.ts';
import { requireWritable } from '../output/write-together.ts';
import { nodeMachine, type NodeBackend } from '../runtime/machine.ts';
import { parseShard } from '../shard.ts';
import { reconstructPhotos } from '../reconstruct-photos.ts';
import { reconstructViews } from '../reconstruct-views.ts';

/** Options that cannot be used with --views, because the pack then does not make the views. */
const PHOTO_ONLY = [
  'seed',
  'steps',
  'guidance',
  'eta',
  'split-guidance',
  'view-count',
  'shard',
  'recursive',
  'page',
  'force',
] as const;

/** Options of both forms. */
function common(args: Arguments) {
  return {
    out: required(args, 'out'),
    backend: choice<NodeBackend>(args, 'backend', ['cpu', 'webgpu', 'webgpu-any']),
    turntableSize: number(args, 'turntable-size', { min: 64, max: 4096, whole: true }),
    turntableElevationDeg: number(args, 'turntable-elevation', { min: -89, max: 89 }),
    viewSize: number(args, 'size', { min: 8, max: 4096, whole: true }),
    ply: choice(args, 'ply', ['standard', 'facelift']),
    filters: choice<FilterName>(args, 'filters', ['pack', 'none', 'facelift']),
    pruneBackground: args.values['prune-background'] === true ? true : undefined,
  };
}

/** Finds out which form was typed, and checks the options of this form. This happens before any work is done. */
function readForm(args: Arguments) {
  const { positionals } = args;
  const views = text(args, 'views');
  const cameras = text(args, 'cameras');
  if (views === undefined && cameras === undefined) {
    if (positionals.length !== 1)
      throw new UsageError(`reconstruct takes one photo or one folder, not ${positionals.length}.`);
    const settings = {
      seed: number(args, 'seed', { min: 0, max: 2 ** 32 - 1, whole: true }),
      steps: number(args, 'steps', { min: 1, max: 1000, whole: true }),
      guidance: number(args, 'guidance', { min: 0, max: 100 }),
      eta: number(args, 'eta', { min: 0, max: 1 }),
      splitGuidance: args.values['split-guidance'] === true ? true : undefined,
      viewCount: number(args, 'view-count', { min: 1, max: 32, whole: true }),
    };
    const shard = parseShard(text(args, 'shard') ?? '1/1');
    const recursive = args.values.recursive === true;
    const force = args.values.force === true;
    const page = number(args, 'page', { min: 1, max: 1e6, whole: true }) ?? 1;
    const input = positionals[0];
    return { kind: 'photos', input, settings, shard, recursive, page, force } as const;
  }
  if (views === undefined || cameras === undefined)
    throw new UsageError('--views and --cameras must be given together.');
  if (positionals.length > 0)
    throw new UsageError(`--views takes no photo, but ${positionals[0]} is given.`);
  const photoOnly = PHOTO_ONLY.find((name) => args.values[name] !== undefined);
  if (photoOnly) throw new UsageError(`--${photoOnly} cannot be used with --views.`);
  return { kind: 'views', views, cameras } as const;
}

export const reconstruct: Command = {
  name: 'reconstruct',
  summary: 'Make Gaussians, pictures and a video from a photo, a folder of photos, or posed views.',
  forms: [
    '<photo or folder> --out <dir> [options]',
    '--views <folder> --cameras <json> --out <dir> [options]',
  ],
  options: {
    out: {
      type: 'string',
      value: '<dir>',
      help: 'Folder for the results. Each photo gets a subfolder.',
    },
    pack: {
      type: 'string',
      value: '<dir|id>',
      help: 'Model pack: a folder, or an id under models/. Default: mouse-demo.',
    },
    seed: { type: 'string', value: '<n>', help: "Seed of the noise. Default: the pack's." },
    steps: {
      type: 'string',
      value: '<n>',
      help: "Denoising steps. Default: the pack's. In place of 50 steps, 20 take 40 % and 10 take 20 % of the denoising time.",
    },
    guidance: {
      type: 'string',
      value: '<x>',
      help: "Guidance scale. 1 switches guidance off. Default: the pack's.",
    },
    eta: { type: 'string', value: '<0…1>', help: "DDIM eta: noise per step. Default: the pack's." },
    'split-guidance': {
      type: 'boolean',
      help: 'Run the two halves of guidance one after the other. Needs less memory.',
    },
    'view-count': {
      type: 'string',
      value: '<n>',
      help: 'Give the reconstructor only n of the views. Needs less memory and time.',
    },
    backend: {
      type: 'string',
      value: 'cpu|webgpu|webgpu-any',
      help: 'Backend that computes and draws. webgpu-any also computes on a software GPU. Default: cpu.',
    },
    ply: {
      type: 'string',
      value: 'standard|facelift',
      help: 'Format of gaussians.ply. Default: standard.',
    },
    filters: {
      type: 'string',
      value: 'pack|none|facelift',
      help: 'Filter that removes Gaussians. none keeps all, in the order in which the model outputs them. Default: pack.',
    },
    'prune-background': {
      type: 'boolean',
      help: 'Leave background out of an imported GS-LRM: with views of 512 × 512 about a tenth of the computation. The splat changes slightly. Works only for views on white.',
    },
    'turntable-size': {
      type: 'string',
      value: '<pixels>',
      help: 'Width of the turntable video. Default: 512.',
    },
    'turntable-elevation': {
      type: 'string',
      value: '<degrees>',
      help: "Elevation of the turntable's camera. Default: the pack's.",
    },
    'no-turntable': {
      type: 'boolean',
      help: 'Make no turntable video. With a large cloud, the video takes most of the time.',
    },
    shard: {
      type: 'string',
      value: '<i/n>',
      help: 'Take every n-th photo of a folder, starting with the i-th.',
    },
    recursive: { type: 'boolean', help: 'Take the photos in subfolders, too.' },
    page: {
      type: 'string',
      value: '<n>',
      help: 'Take the n-th page of each TIFF file. Default: 1. In a folder, use it only if all photos are TIFF files.',
    },
    force: {
      type: 'boolean',
      help: 'Run photos of a folder again whose results are already there, made with the same pack and settings.',
    },
    strict: {
      type: 'boolean',
      help: 'Exit with 4 if a result is doubtful: for example, if the cut-out is uncertain or the mouse touches the border.',
    },
    views: {
      type: 'string',
      value: '<folder>',
      help: 'Folder with two to eight posed views.',
    },
    size: {
      type: 'string',
      value: '<pixels>',
      help: "Width of the reconstructor's views. Default: that of the given views if the model takes any width, else the pack's.",
    },
    cameras: {
      type: 'string',
      value: '<json>',
      help: 'Camera file with one camera per view, or a folder of them (docs/formats.md). file_path or the name of the camera says which view; without them, both are in natural order.',
    },
  },

  async run(args, context) {
    const form = readForm(args);
    const { out, backend, ...output } = common(args);
    await requireFolderOrNothing(out);
    await requireWritable(out);
    const pack = await openPackAt(text(args, 'pack'), context.root);
    if (output.pruneBackground && !canPrune(pack.manifest.stages.reconstruct))
      throw new UsageError(
        '--prune-background needs a pack whose GS-LRM was trained with all patches.',
      );
    const machine = await nodeMachine(backend, context.warn);
    const noVideo = args.values['no-turntable'] === true && { openVideo: undefined };
    const runtime = { ...machine.runtime, ...noVideo };
    const strict = args.values.strict === true;
    const base = { pack, runtime, out, strict, context };
    try {
      if (form.kind === 'views')
        return await reconstructViews({ ...base, ...form, settings: output });
      const { defaults } = pack.manifest;
      const settings = {
        ...form.settings,
        seed: form.settings.seed ?? defaults.seed,
        steps: form.settings.steps ?? defaults.steps,
        guidance: form.settings.guidance ?? defaults.guidance,
        ...output,
      };
      return await reconstructPhotos({ ...base, ...form, settings });
    } finally {
      machine.dispose();
    }
  },
};
