import type { FilterName } from '../../src/core/gaussians/filters.ts';
import { choice, number, required, text } from '../arguments.ts';
import { UsageError, type Arguments, type Command } from '../command.ts';
import { openPackAt } from '../packs.ts';
import { mayBecomeFolder } from '../pictures.ts';
import { nodeMachine, type NodeBackend } from '../runtime/machine.ts';
import { parseShard } from '../shard.ts';
import { reconstructPhotos } from '../reconstruct-photos.ts';
import { reconstructViews } from '../reconstruct-views.ts';

/** Options that only make sense where views are imagined. */
const PHOTO_ONLY = [
  'seed',
  'steps',
  'guidance',
  'eta',
  'split-guidance',
  'view-count',
  'shard',
] as const;

/** What both forms take. */
function common(args: Arguments) {
  return {
    out: required(args, 'out'),
    backend: choice<NodeBackend>(args, 'backend', ['cpu', 'webgpu']),
    turntableSize: number(args, 'turntable-size', { min: 64, max: 4096, whole: true }),
    turntableElevationDeg: number(args, 'turntable-elevation', { min: -89, max: 89 }),
    viewSize: number(args, 'size', { min: 8, max: 4096, whole: true }),
    ply: choice(args, 'ply', ['standard', 'facelift']),
    filters: choice<FilterName>(args, 'filters', ['pack', 'none', 'facelift']),
  };
}

/** Which form it is, everything checked that can be before any work. */
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
    return { kind: 'photos', place: positionals[0], settings, shard } as const;
  }
  if (views === undefined || cameras === undefined)
    throw new UsageError('--views and --cameras belong together.');
  if (positionals.length > 0)
    throw new UsageError(`With --views there is no photo; ${positionals[0]} is one too many.`);
  const odd = PHOTO_ONLY.find((name) => args.values[name] !== undefined);
  if (odd) throw new UsageError(`--${odd} has no meaning with --views.`);
  return { kind: 'views', views, cameras } as const;
}

export const reconstruct: Command = {
  name: 'reconstruct',
  summary: 'A photo of a mouse, a folder of photos, or posed views → Gaussians, pictures, a film',
  forms: [
    '<photo or folder> --out <dir> [options]',
    '--views <folder> --cameras <json> --out <dir> [options]',
  ],
  options: {
    out: { type: 'string', value: '<dir>', help: 'where the files go; a folder per photo in it' },
    pack: { type: 'string', value: '<dir|id>', help: 'the models (default: mouse-demo)' },
    seed: { type: 'string', value: '<n>', help: "of the noise (default: the pack's)" },
    steps: { type: 'string', value: '<n>', help: "of denoising (default: the pack's)" },
    guidance: { type: 'string', value: '<x>', help: '1 switches it off (default: the pack’s)' },
    eta: { type: 'string', value: '<0…1>', help: "DDIM's noise per step (default: the pack’s)" },
    'split-guidance': {
      type: 'boolean',
      help: 'the two halves of guidance one after the other: less memory',
    },
    'view-count': {
      type: 'string',
      value: '<n>',
      help: 'of the imagined views, only so many into the reconstructor: less memory and time',
    },
    backend: { type: 'string', value: 'cpu|webgpu', help: 'what computes and draws' },
    ply: { type: 'string', value: 'standard|facelift', help: 'form of gaussians.ply' },
    filters: {
      type: 'string',
      value: 'pack|none|facelift',
      help: "which Gaussians stay; none keeps all, in the model's order",
    },
    'turntable-size': { type: 'string', value: '<pixels>', help: 'of the film (default: 512)' },
    'turntable-elevation': {
      type: 'string',
      value: '<degrees>',
      help: 'of the film’s camera (default: the pack’s)',
    },
    'no-turntable': { type: 'boolean', help: 'no film: most of the time of a large cloud' },
    shard: { type: 'string', value: '<i/n>', help: 'of a folder, every n-th photo from the i-th' },
    views: { type: 'string', value: '<folder>', help: 'two to eight posed views, sorted by name' },
    size: {
      type: 'string',
      value: '<pixels>',
      help: 'of the views that the reconstructor gets (default: their own, or the pack’s)',
    },
    cameras: { type: 'string', value: '<json>', help: 'their opencv_cameras.json, in that order' },
  },

  async run(args, host) {
    const form = readForm(args);
    const { out, backend, ...output } = common(args);
    await mayBecomeFolder(out);
    const pack = await openPackAt(text(args, 'pack'), host.root);
    const machine = await nodeMachine(backend, host.warn);
    const quiet = args.values['no-turntable'] === true && { openVideo: undefined };
    const base = { pack, runtime: { ...machine.runtime, ...quiet }, out, host };
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
