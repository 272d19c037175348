import { PLACEMENTS } from '../../src/core/camera/place-rig.ts';
import { TURN_LIMITS } from '../../src/core/camera/turntable.ts';
import type { FilterName } from '../../src/core/gaussians/filters.ts';
import { CENTRINGS } from '../../src/core/image/centrings.ts';
import { BACKGROUND_NAMES, backgroundOf } from '../../src/core/rasterize/background.ts';
import { SPLAT_FRAMES } from '../../src/pipeline/events.ts';
import { choice, indices, number, required, sizeOption, text } from '../arguments.ts';
import { UsageError, type Arguments } from '../command.ts';
import type { NodeBackend } from '../runtime/machine.ts';
import { typedShard } from '../shard.ts';

/** Options that cannot be used with posed views, because the pack then does not make the views. */
const PHOTO_ONLY = [
  ...['seed', 'steps', 'guidance', 'eta', 'split-guidance', 'view-count', 'recursive', 'page'],
  'centring',
] as const;

/** Options for many inputs. */
const MANY_ONLY = ['shard', 'force'] as const;

/** Options that are only for posed views. */
const POSED_ONLY = ['placement', 'frame', 'input-views', 'camera-size', 'masks'] as const;

/** The background of the turntable video. @throws UsageError for a text that is none */
function background(args: Arguments): string | undefined {
  const typed = text(args, 'turntable-background');
  if (typed === undefined || backgroundOf(typed)) return typed;
  throw new UsageError(
    `--turntable-background must be ${BACKGROUND_NAMES.join(' or ')}, or a colour such as #c0ffee, not ${JSON.stringify(typed)}.`,
  );
}

/** Options of all forms. */
const outputOf = (args: Arguments) => ({
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

/** The first of these options that was given. */
const given = (args: Arguments, names: readonly string[]): string | undefined =>
  names.find((name) => args.values[name] !== undefined);

/** Options of a run from photos. */
function photosOf(args: Arguments) {
  const { positionals } = args;
  const posedOnly = given(args, POSED_ONLY);
  if (posedOnly)
    throw new UsageError(`--${posedOnly} can only be used with --views, --sample or --data.`);
  if (positionals.length !== 1)
    throw new UsageError(`reconstruct takes one photo or one folder, not ${positionals.length}.`);
  const settings = {
    seed: number(args, 'seed', { min: 0, max: 2 ** 32 - 1, whole: true }),
    steps: number(args, 'steps', { min: 1, max: 1000, whole: true }),
    guidance: number(args, 'guidance', { min: 0, max: 100 }),
    eta: number(args, 'eta', { min: 0, max: 1 }),
    splitGuidance: args.values['split-guidance'] === true ? true : undefined,
    viewCount: number(args, 'view-count', { min: 1, max: 32, whole: true }),
    centring:
      text(args, 'centring') === undefined ? undefined : choice(args, 'centring', CENTRINGS),
  };
  const shard = typedShard(args);
  const recursive = args.values.recursive === true;
  const force = args.values.force === true;
  const page = number(args, 'page', { min: 1, max: 1e6, whole: true }) ?? 1;
  const input = positionals[0];
  return { kind: 'photos', input, settings, shard, recursive, page, force } as const;
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

/** Options of a run from posed views. @param name the option that says where they are */
function posedOf(args: Arguments, name: string) {
  const { positionals } = args;
  if (positionals.length > 0)
    throw new UsageError(`--${name} takes no photo, but ${positionals[0]} is given.`);
  const wrong = given(args, name === 'data' ? PHOTO_ONLY : [...PHOTO_ONLY, ...MANY_ONLY]);
  if (wrong) throw new UsageError(`--${wrong} cannot be used with --${name}.`);
  const source = sourceOf(args, name);
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
  return { kind: 'posed', source, posed, placed: { placement, frame } } as const;
}

/** Finds out which form was typed, and checks the options of this form. This happens before any work is done. */
export function readForm(args: Arguments) {
  const posed = given(args, ['data', 'sample', 'views', 'cameras']);
  const name = posed === 'cameras' ? 'views' : posed;
  const form = name === undefined ? photosOf(args) : posedOf(args, name);
  return {
    ...form,
    out: required(args, 'out'),
    backend: choice<NodeBackend>(args, 'backend', ['cpu', 'webgpu', 'webgpu-any']),
    output: outputOf(args),
  };
}
