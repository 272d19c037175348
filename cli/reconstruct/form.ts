import { PLACEMENTS } from '../../src/core/camera/place-rig.ts';
import { TURN_LIMITS } from '../../src/core/camera/turntable.ts';
import type { FilterName } from '../../src/core/gaussians/filters.ts';
import { CENTRINGS } from '../../src/core/image/centrings.ts';
import { BACKGROUND_NAMES, backgroundOf } from '../../src/core/rasterize/background.ts';
import type { LoadedPack } from '../../src/packs/load.ts';
import { SPLAT_FRAMES, type RunSettings } from '../../src/pipeline/events.ts';
import { choice, indices, number, required, sizeOption, text } from '../arguments.ts';
import { UsageError, type Arguments } from '../command.ts';
import type { NodeBackend } from '../runtime/machine.ts';
import { CORRECTIONS, typedCorrections } from './corrections.ts';
import { typedShard } from '../shard.ts';

/** Options that cannot be used with posed views, because the pack then does not make the views. */
export const PHOTO_ONLY = [
  ...['seed', 'steps', 'guidance', 'eta', 'split-guidance', 'view-count', 'recursive', 'page'],
  'centring',
  ...CORRECTIONS,
] as const;

/** Options for many inputs. */
const MANY_ONLY = ['shard', 'force'] as const;

/** Options that are only for posed views. */
export const POSED_ONLY = ['placement', 'frame', 'input-views', 'camera-size', 'masks'] as const;

/** The background of the turntable video. @throws UsageError for a text that is none */
function background(args: Arguments): string | undefined {
  const typed = text(args, 'turntable-background');
  if (typed === undefined || backgroundOf(typed)) return typed;
  throw new UsageError(
    `--turntable-background must be ${BACKGROUND_NAMES.join(' or ')}, or a colour such as #c0ffee, not ${JSON.stringify(typed)}.`,
  );
}

/** Options of all forms. */
export const outputOf = (args: Arguments) => ({
  turntableSize: number(args, 'turntable-size', { min: 64, max: 4096, whole: true }),
  turntableElevationDeg: number(args, 'turntable-elevation', TURN_LIMITS.elevationDeg),
  turntableFrames: number(args, 'turntable-frames', TURN_LIMITS.frames),
  turntableFps: number(args, 'turntable-fps', TURN_LIMITS.fps),
  turntableRadius: number(args, 'turntable-radius', TURN_LIMITS.radius),
  turntableBackground: background(args),
  viewSize: number(args, 'size', { min: 8, max: 4096, whole: true }),
  ply: choice(args, 'ply', ['standard', 'facelift']),
  filters: choice<FilterName>(args, 'filters', ['pack', 'none', 'facelift']),
  pruneBackground: args.values['prune-background'] === true ? true : undefined,
});

/** Where the results go, and what computes them. */
export const machineOptionsOf = (args: Arguments) => ({
  out: required(args, 'out'),
  backend: choice<NodeBackend>(args, 'backend', ['cpu', 'webgpu', 'webgpu-any']),
});

/** The first of these options that was given. */
export const given = (args: Arguments, names: readonly string[]): string | undefined =>
  names.find((name) => args.values[name] !== undefined);

/** The settings of the multi-view model, as they were typed. */
const typedSettings = (args: Arguments) => ({
  seed: number(args, 'seed', { min: 0, max: 2 ** 32 - 1, whole: true }),
  steps: number(args, 'steps', { min: 1, max: 1000, whole: true }),
  guidance: number(args, 'guidance', { min: 0, max: 100 }),
  eta: number(args, 'eta', { min: 0, max: 1 }),
  splitGuidance: args.values['split-guidance'] === true ? true : undefined,
  viewCount: number(args, 'view-count', { min: 1, max: 32, whole: true }),
  centring: text(args, 'centring') === undefined ? undefined : choice(args, 'centring', CENTRINGS),
  corrections: typedCorrections(args),
});

/** How photos are read and computed. */
export const photoOptionsOf = (args: Arguments) => ({
  settings: typedSettings(args),
  shard: typedShard(args),
  page: number(args, 'page', { min: 1, max: 1e6, whole: true }) ?? 1,
  force: args.values.force === true,
});

/** Settings that were typed, with those of the pack for the others. */
export function settingsFor(
  { manifest: { defaults } }: LoadedPack,
  { settings, output }: ReturnType<typeof photoOptionsOf> & { output: ReturnType<typeof outputOf> },
): RunSettings {
  const { seed = defaults.seed, steps = defaults.steps, guidance = defaults.guidance } = settings;
  return { ...settings, seed, steps, guidance, ...output };
}

/** Options of a run from photos. */
function photosOf(args: Arguments) {
  const { positionals } = args;
  const posedOnly = given(args, POSED_ONLY);
  if (posedOnly)
    throw new UsageError(`--${posedOnly} can only be used with --views, --sample or --data.`);
  if (positionals.length !== 1)
    throw new UsageError(`reconstruct takes one photo or one folder, not ${positionals.length}.`);
  const recursive = args.values.recursive === true;
  const mask = text(args, 'mask');
  return {
    kind: 'photos',
    input: positionals[0],
    recursive,
    mask,
    ...photoOptionsOf(args),
  } as const;
}

/** Where the posed views are. @param name the option that was given */
function sourceOf(args: Arguments, name: string) {
  const [views, cameras] = [text(args, 'views'), text(args, 'cameras')];
  const masks = text(args, 'masks') ?? null;
  const shard = typedShard(args);
  const others = ['data', 'sample', 'views', 'cameras'].filter((one) => one !== name);
  if (name === 'data' || name === 'sample') {
    const other = given(args, [...others, 'masks']);
    if (other) throw new UsageError(`--${other} cannot be used with --${name}.`);
    return name === 'data'
      ? ({
          kind: name,
          data: required(args, name),
          shard,
          force: args.values.force === true,
        } as const)
      : ({ kind: name, sample: required(args, name) } as const);
  }
  if (views === undefined || cameras === undefined)
    throw new UsageError('--views and --cameras must be given together.');
  return { kind: 'views', views, cameras, masks } as const;
}

/** Which pictures of posed views are used, and how their cameras are placed. */
export function posedOptionsOf(args: Arguments) {
  const placement =
    text(args, 'placement') === undefined ? undefined : choice(args, 'placement', PLACEMENTS);
  const frame = choice(args, 'frame', SPLAT_FRAMES);
  if (frame === 'lab' && placement === 'per-camera')
    throw new UsageError(
      '--frame lab cannot be used with --placement per-camera, which has no way back.',
    );
  const posed = {
    inputViews: indices(args, 'input-views'),
    cameraSize: sizeOption(args, 'camera-size'),
  };
  return { posed, placed: { placement, frame } };
}

/** Options of a run from posed views. @param name the option that says where they are */
function posedOf(args: Arguments, name: string) {
  const { positionals } = args;
  if (positionals.length > 0)
    throw new UsageError(`--${name} takes no photo, but ${positionals[0]} is given.`);
  const wrong = given(args, name === 'data' ? PHOTO_ONLY : [...PHOTO_ONLY, ...MANY_ONLY]);
  if (wrong) throw new UsageError(`--${wrong} cannot be used with --${name}.`);
  return { kind: 'posed', source: sourceOf(args, name), ...posedOptionsOf(args) } as const;
}

/** Finds out which form was typed, and checks the options of this form. This happens before any work is done. */
export function readForm(args: Arguments) {
  const posed = given(args, ['data', 'sample', 'views', 'cameras']);
  const name = posed === 'cameras' ? 'views' : posed;
  const form = name === undefined ? photosOf(args) : posedOf(args, name);
  return { ...form, ...machineOptionsOf(args), output: outputOf(args) };
}
